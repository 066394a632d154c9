import { describe, expect, it } from 'vitest';
import { type ConfigFault, type Environment, explainConfigFaults, readConfig } from '../../src/platform/config.ts';

const external = { DATABASE_URL: 'postgres://threefold_app:secret-one@db.example:5432/threefold' };

function faultsOf(env: Environment): readonly ConfigFault[] {
  const result = readConfig(env);
  return result.ok ? [] : result.refusal.faults;
}

describe('the configuration', () => {
  it('needs nothing set: one process with everything in it, an embedded database and the demo', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 3000,
        role: 'all',
        database: { kind: 'embedded' },
        redisUrl: undefined,
        dataDirectory: expect.stringMatching(/^[/\\].*[/\\]\.data$/),
        anchorFolder: expect.stringMatching(/[/\\]\.data[/\\]anchors$/),
        logLevel: 'info',
        demo: true,
        metrics: 'open',
        publicUrl: 'http://localhost:3000',
        serviceKey: undefined,
        mail: { smtpUrl: undefined, from: 'Threefold <no-reply@localhost>' },
        staffIssuer: undefined,
        familyIssuer: undefined,
        statementFileBytes: 100 * 1_048_576,
        trustedProxies: [],
      },
    });
  });

  it('reads every setting', () => {
    const dataKey = `2026:${Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64')}`;
    const ownerUrl = 'postgresql://threefold_migrator:secret-two@db.example/threefold';
    const env = {
      ...external,
      DATABASE_OWNER_URL: ownerUrl,
      REDIS_URL: 'rediss://:secret-three@cache.example:6380',
      HOST: '::',
      PORT: '0',
      LOG_LEVEL: 'warn',
      THREEFOLD_ROLE: 'worker',
      THREEFOLD_DATA: '/var/lib/threefold',
      THREEFOLD_ANCHORS: '/mnt/elsewhere/anchors',
      THREEFOLD_DEMO: 'on',
      THREEFOLD_METRICS_TOKEN: 'secret-four-for-monitors',
      THREEFOLD_STATEMENT_MB: '250',
      THREEFOLD_TRUSTED_PROXIES: '10.0.0.5, 2001:db8::/64',
      THREEFOLD_DATA_KEY: dataKey,
      THREEFOLD_PUBLIC_URL: 'https://threefold.council.example',
    };
    expect(readConfig(env)).toEqual({
      ok: true,
      value: {
        host: '::',
        port: 0,
        role: 'worker',
        database: { kind: 'external', url: external.DATABASE_URL, ownerUrl },
        redisUrl: 'rediss://:secret-three@cache.example:6380',
        dataDirectory: '/var/lib/threefold',
        anchorFolder: '/mnt/elsewhere/anchors',
        logLevel: 'warn',
        demo: true,
        metrics: { token: 'secret-four-for-monitors' },
        dataKey,
        publicUrl: 'https://threefold.council.example',
        serviceKey: undefined,
        mail: { smtpUrl: undefined, from: 'Threefold <no-reply@localhost>' },
        staffIssuer: undefined,
        familyIssuer: undefined,
        statementFileBytes: 250 * 1_048_576,
        trustedProxies: ['10.0.0.5', '2001:db8::/64'],
      },
    });
  });

  it('plays no demo on a database that somebody brings, unless told to', () => {
    expect(readConfig(external)).toMatchObject({ ok: true, value: { demo: false } });
    expect(readConfig({ ...external, THREEFOLD_DEMO: 'on' })).toMatchObject({ ok: true, value: { demo: true } });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', REDIS_URL: '' })).toEqual(readConfig({}));
  });

  it('is refused with every fault at once', () => {
    const faults = faultsOf({
      PORT: '80a',
      HOST: 'http://localhost',
      DATABASE_URL: 'mysql://db',
      REDIS_URL: 'localhost:6379',
      THREEFOLD_ROLE: 'web',
      LOG_LEVEL: 'loud',
      THREEFOLD_DEMO: 'yes',
      THREEFOLD_DATE: 'x',
      THREEFOLD_METRICS_TOKEN: 'monitor',
    });
    expect(new Set(faults.map(({ name }) => name))).toEqual(
      new Set([
        'PORT',
        'HOST',
        'DATABASE_URL',
        'REDIS_URL',
        'THREEFOLD_ROLE',
        'LOG_LEVEL',
        'THREEFOLD_DEMO',
        'THREEFOLD_DATE',
        'THREEFOLD_METRICS_TOKEN',
      ]),
    );
    const words = explainConfigFaults(faults);
    expect(words).toContain('9 settings are wrong');
    for (const { name, problem, remedy } of faults) expect(words).toContain(`${name}: ${problem}.\n    What to do: ${remedy}.`);
  });

  it('shows how busy it is to this machine only, unless monitors have a token', () => {
    expect(readConfig({})).toMatchObject({ value: { metrics: 'open' } });
    expect(readConfig({ HOST: '0.0.0.0' })).toMatchObject({ value: { metrics: 'off' } });
  });

  it.each(['65536', '-1', '3.5', '0x50', '99999999'])('refuses port %s', (port) => {
    expect(faultsOf({ PORT: port })).toMatchObject([{ name: 'PORT' }]);
  });

  it.each(['0.0.0.0/0', 'proxy.example', '10.0.0.0/99'])('believes no proxy at %s', (network) => {
    expect(faultsOf({ THREEFOLD_TRUSTED_PROXIES: `10.0.0.5,${network}` })).toMatchObject([{ name: 'THREEFOLD_TRUSTED_PROXIES' }]);
  });

  it.each(['0', '2049', '1.5', 'all'])('refuses bank statement files of up to %s megabytes', (megabytes) => {
    expect(faultsOf({ THREEFOLD_STATEMENT_MB: megabytes })).toMatchObject([{ name: 'THREEFOLD_STATEMENT_MB' }]);
  });

  it('guards against a mistyped setting of its own and offers the nearest', () => {
    expect(faultsOf({ THREEFOLD_ROEL: 'api' })).toMatchObject([
      { name: 'THREEFOLD_ROEL', remedy: expect.stringContaining('THREEFOLD_ROLE') },
    ]);
    expect(faultsOf({ THREEFOLD_WALLPAPER: 'blue' })).toMatchObject([
      { name: 'THREEFOLD_WALLPAPER', remedy: expect.stringMatching(/^remove it; the settings are THREEFOLD_ROLE, /) },
    ]);
  });

  it('lets no process be only a part of the service on an embedded database', () => {
    expect(faultsOf({ THREEFOLD_ROLE: 'api' })).toMatchObject([{ name: 'THREEFOLD_ROLE' }]);
    expect(faultsOf({ ...external, THREEFOLD_ROLE: 'api' })).toEqual([]);
  });

  it("never lets the service have the owner's rights", () => {
    expect(faultsOf({ ...external, DATABASE_OWNER_URL: external.DATABASE_URL })).toMatchObject([{ name: 'DATABASE_URL' }]);
    expect(faultsOf({ DATABASE_OWNER_URL: external.DATABASE_URL })).toMatchObject([{ name: 'DATABASE_OWNER_URL' }]);
  });

  it('says what a database address lacks', () => {
    expect(faultsOf({ DATABASE_URL: 'postgres://db.example' })).toMatchObject([
      { problem: 'postgres://db.example lacks a user and a database' },
    ]);
  });

  const stripe = {
    THREEFOLD_STRIPE_KEY: 'sk_test_0123456789',
    THREEFOLD_STRIPE_FINANCIAL_ACCOUNT: 'fa_test_1234',
    THREEFOLD_STRIPE_AUTHORITY: 'northmoor',
    THREEFOLD_STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
    THREEFOLD_STRIPE_CONTACT_EMAIL: 'payments@northmoor.gov.uk',
  };

  it('connects an account at Stripe, with cards only where they are asked for, and the secret before the last', () => {
    const connected = {
      secretKey: 'sk_test_0123456789',
      financialAccount: 'fa_test_1234',
      authority: 'northmoor',
      webhookSecrets: ['whsec_0123456789abcdef'],
      contactEmail: 'payments@northmoor.gov.uk',
      cards: false,
    };
    expect(readConfig({ ...external, ...stripe })).toMatchObject({ ok: true, value: { stripe: connected } });
    const more = { THREEFOLD_STRIPE_CARDS: 'on', THREEFOLD_STRIPE_WEBHOOK_SECRET_BEFORE: 'whsec_the_one_before_it' };
    expect(readConfig({ ...external, ...stripe, ...more })).toMatchObject({
      value: { stripe: { ...connected, cards: true, webhookSecrets: [...connected.webhookSecrets, 'whsec_the_one_before_it'] } },
    });
  });

  it('connects no account at Stripe by half, and none with real money beside the demo', () => {
    const { THREEFOLD_STRIPE_WEBHOOK_SECRET: _, ...half } = stripe;
    expect(faultsOf({ ...external, ...half, THREEFOLD_STRIPE_CARDS: 'maybe' })).toMatchObject([
      { name: 'THREEFOLD_STRIPE_WEBHOOK_SECRET', problem: expect.stringContaining('missing') },
      { name: 'THREEFOLD_STRIPE_CARDS' },
    ]);
    const live = { ...stripe, THREEFOLD_STRIPE_KEY: 'sk_live_0123456789' };
    expect(faultsOf({ ...external, ...live })).toEqual([]);
    const faults = faultsOf(live);
    expect(faults).toMatchObject([{ name: 'THREEFOLD_STRIPE_KEY', remedy: expect.stringContaining('test key') }]);
    expect(explainConfigFaults(faults)).not.toContain('sk_live_0123456789');
  });

  it('never shows a password', () => {
    const faults = faultsOf({
      DATABASE_URL: 'postgres://threefold_app:secret-one@db.example?password=secret-two',
      DATABASE_OWNER_URL: 'postgres://migrator:secret-three/#@db.example/x',
      REDIS_URL: 'redis//:secret-four@cache',
    });
    expect(faults).toHaveLength(3);
    const words = explainConfigFaults(faults);
    expect(words).toContain('threefold_app:***@db.example');
    expect(words).not.toContain('secret');
  });
});
