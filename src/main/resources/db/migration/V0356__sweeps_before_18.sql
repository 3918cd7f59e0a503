-- Before PostgreSQL 18, what triggers do after a statement of a sweep they do as portal_sys, also where foreign keys deleted the row: what
-- they touch when the people of a deleted portal go is open to it. From 18 on they do it as whoever deleted.
CALL gate('membership', 'SELECT, UPDATE');
CALL gate('community_group', 'SELECT, UPDATE');
CALL gate('channel', 'SELECT');
CALL gate('event', 'SELECT, UPDATE');
CALL gate('event_answer', 'SELECT, UPDATE, DELETE');
CALL gate('participant', 'SELECT');
CALL gate('conversation', 'SELECT, UPDATE, DELETE');
CALL gate('verifiable', 'SELECT, DELETE');
GRANT DELETE ON feed TO portal_sys;
GRANT INSERT ON feed_event TO portal_sys;
GRANT INSERT ON feed TO portal_sys;
