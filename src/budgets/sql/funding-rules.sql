-- What a kind of source may fund: the same rows as budgets/sources/rules/funding-rules.ts, so that the database refuses what the law does.
INSERT INTO budgets.funding_rules (source_kind, stream, from_date, until_date, source, verified) VALUES
  ('high-needs', 'EDUCATION', '2014-09-01', NULL,
   'SEND Code of Practice 9.110-9.113; DfE high needs operational guide: the block pays no health or social care costs', false),
  ('icb', 'HEALTH', '2014-09-01', NULL, 'Children and Families Act 2014 s.42(3); SI 2013/1617', false),
  ('childrens-social-care', 'CARE', '2014-09-01', NULL, 'Children Act 1989 s.17A; SI 2009/1887', true),
  ('adults', 'CARE', '2015-04-01', NULL, 'Care Act 2014 ss.31-33; SI 2014/2871', true),
  ('grant', 'EDUCATION', '2014-09-01', NULL, 'The conditions of the grant', true),
  ('grant', 'HEALTH', '2014-09-01', NULL, 'The conditions of the grant', true),
  ('grant', 'CARE', '2014-09-01', NULL, 'The conditions of the grant', true)
ON CONFLICT (source_kind, stream) DO UPDATE
  SET from_date = excluded.from_date, until_date = excluded.until_date, source = excluded.source, verified = excluded.verified;
