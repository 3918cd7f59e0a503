-- Two weeks to change one's mind: a holiday is longer than a week.
ALTER TABLE tenant_settings ALTER erasure_days SET DEFAULT 14;
UPDATE tenant_settings SET erasure_days = 14 WHERE erasure_days = 7;

-- What a mail said is a key while it is fresh: codes and links are their reader's alone, so the archive names mails without it.
CALL catalogue('mail_outbox', 'recipient', 'email', true, 'delete', withheld => '{reference,unsubscribe,html,text}');
