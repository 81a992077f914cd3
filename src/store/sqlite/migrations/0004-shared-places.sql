-- A place is the same for every source: two ways to one object fetch it once.
CREATE TABLE shared_place (digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO shared_place SELECT digest FROM place;
DROP TABLE place;
ALTER TABLE shared_place RENAME TO place;
