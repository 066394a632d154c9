-- The cluster's roles, made once by a database superuser, before any Threefold database. Safe to run again.
--   threefold_owner     owns everything and never logs in
--   threefold_migrator  migrations and backup; member of the owner, sees past row-level security
--   threefold_app       the service, always: reads what policies show it and calls functions
--   bullmq              owns only the queue's schema
-- Passwords are set afterwards: ALTER ROLE threefold_app PASSWORD '...'
DO $roles$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'threefold_owner') THEN
    CREATE ROLE threefold_owner NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bullmq') THEN
    CREATE ROLE bullmq NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'threefold_migrator') THEN
    CREATE ROLE threefold_migrator LOGIN BYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'threefold_app') THEN
    CREATE ROLE threefold_app LOGIN NOINHERIT;
  END IF;
END
$roles$;
GRANT threefold_owner TO threefold_migrator;
GRANT bullmq TO threefold_migrator;
GRANT bullmq TO threefold_app;
