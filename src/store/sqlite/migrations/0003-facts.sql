-- What the provider's list says of a credential, as a JSON object of texts; null where no list did.
ALTER TABLE credential ADD COLUMN facts TEXT;
