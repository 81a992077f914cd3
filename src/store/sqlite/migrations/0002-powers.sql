-- What a credential may change, as its provider lists it: a JSON list of texts, NULL where no list says.
ALTER TABLE credential ADD COLUMN powers TEXT;
