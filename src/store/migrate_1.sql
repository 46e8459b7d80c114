-- migrate_1.sql -- from schema 1 to 2: what schema.sql has that schema 1 had
-- not. It is run in one transaction. A column that a table gains stands at the
-- end of that table in schema.sql too; store_schema_test compares the two.

INSERT INTO meta (name, value) VALUES ('indexed', 0);
