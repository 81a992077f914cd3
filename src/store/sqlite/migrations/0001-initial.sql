-- Strings and combinations of strings are stored once and referred to by number.
-- `hash` is the first 48 bits of a hash of the text: an index over it is a fraction of one over the text.
CREATE TABLE name (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX name_hash ON name (hash);
CREATE TABLE target (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX target_hash ON target (hash);

-- All but the id are numbers in `name`.
CREATE TABLE context (
  id INTEGER PRIMARY KEY,
  provider INTEGER NOT NULL,
  account INTEGER NOT NULL,
  region INTEGER NOT NULL,
  credential INTEGER NOT NULL,
  credential_kind INTEGER NOT NULL,
  actor_kind INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  session INTEGER NOT NULL,
  address INTEGER NOT NULL,
  agent INTEGER NOT NULL,
  via INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX context_parts ON context
  (credential, address, actor, session, agent, account, region, via, provider, credential_kind, actor_kind);
CREATE INDEX context_address ON context (address);
CREATE INDEX context_actor ON context (actor);
CREATE INDEX context_session ON context (session);
CREATE INDEX context_agent ON context (agent);

CREATE TABLE operation (
  id INTEGER PRIMARY KEY,
  provider INTEGER NOT NULL,
  service INTEGER NOT NULL,
  action INTEGER NOT NULL,
  verb INTEGER NOT NULL,
  traits INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  error_code INTEGER NOT NULL,
  UNIQUE (action, service, provider, verb, traits, outcome, error_code)
) STRICT;

-- Events live in one table a UTC day (`event_YYYYMMDD`), made when the first one arrives.
-- `start` is an epoch second. Unsealed: no index and no rollups yet. Loose: rollup rows wait to be packed.
CREATE TABLE partition (
  start INTEGER PRIMARY KEY,
  sealed INTEGER NOT NULL,
  loose INTEGER NOT NULL
) STRICT;

-- Counts of a sealed partition = its packs + its rows. `hour` is epoch seconds / 3600.
CREATE TABLE rollup_operation (hour INTEGER NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (hour, id)) STRICT, WITHOUT ROWID;
CREATE TABLE rollup_context (hour INTEGER NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (hour, id)) STRICT, WITHOUT ROWID;
CREATE TABLE rollup_pack (start INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (start, kind)) STRICT;

-- The ledger. `folder` is a number in `name`: places of one source share it.
CREATE TABLE batch (
  sequence INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  folder INTEGER NOT NULL,
  file TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  fresh INTEGER NOT NULL,
  duplicate INTEGER NOT NULL,
  unparsed INTEGER NOT NULL,
  skipped TEXT,
  dropped INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Which rows of which partition a batch brought.
CREATE TABLE batch_part (
  sequence INTEGER NOT NULL,
  start INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (sequence, start)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_part_start ON batch_part (start);
CREATE TABLE fact (sequence INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE raw (sequence INTEGER PRIMARY KEY, packed BLOB NOT NULL, offsets BLOB NOT NULL) STRICT;
CREATE TABLE unparsed (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  sequence INTEGER NOT NULL,
  position INTEGER NOT NULL,
  reason TEXT NOT NULL,
  excerpt TEXT NOT NULL
) STRICT;
-- Places stored completely, as the first 80 bits of a SHA-256.
CREATE TABLE place (source INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (source, digest)) STRICT, WITHOUT ROWID;
CREATE TABLE cursor (source TEXT PRIMARY KEY, cursor TEXT NOT NULL, observed_through INTEGER NOT NULL) STRICT;

CREATE TABLE credential (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  provider TEXT NOT NULL,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  session TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER,
  expires_at INTEGER,
  first_seen INTEGER,
  last_used INTEGER,
  -- The provider's own last-used stamp and when we read it last.
  stamp INTEGER,
  listed_at INTEGER
) STRICT;
CREATE INDEX credential_provider ON credential (provider);
CREATE TABLE credential_alias (alias TEXT PRIMARY KEY, credential INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX credential_alias_credential ON credential_alias (credential);
CREATE TABLE edge (
  parent TEXT NOT NULL,
  child TEXT NOT NULL,
  child_kind TEXT NOT NULL,
  child_actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  expires INTEGER,
  event_id TEXT NOT NULL,
  PRIMARY KEY (parent, child)
) STRICT, WITHOUT ROWID;
CREATE INDEX edge_child ON edge (child);
CREATE TABLE exposure (
  id TEXT PRIMARY KEY,
  credential TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  reported_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX exposure_credential ON exposure (credential);
CREATE INDEX exposure_fingerprint ON exposure (fingerprint);

CREATE TABLE detection (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, snapshot BLOB) STRICT;
CREATE TABLE finding (
  id TEXT PRIMARY KEY,
  severity TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX finding_subject ON finding (subject_id);
CREATE TABLE incident (
  id TEXT PRIMARY KEY,
  merged_into TEXT,
  provider TEXT NOT NULL,
  account TEXT NOT NULL,
  historical INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  score REAL NOT NULL,
  first_event INTEGER NOT NULL,
  last_event INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- These belong to people.
  status TEXT NOT NULL,
  owner TEXT NOT NULL,
  verdict TEXT NOT NULL,
  -- Subject, title, parts, credentials, exposures.
  body TEXT NOT NULL
) STRICT;
CREATE INDEX incident_merged ON incident (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE incident_finding (incident TEXT NOT NULL, finding TEXT NOT NULL, PRIMARY KEY (incident, finding)) STRICT, WITHOUT ROWID;
CREATE INDEX incident_finding_finding ON incident_finding (finding);
CREATE TABLE incident_credential (incident TEXT NOT NULL, alias TEXT NOT NULL, PRIMARY KEY (incident, alias)) STRICT, WITHOUT ROWID;
CREATE TABLE incident_note (id INTEGER PRIMARY KEY, incident TEXT NOT NULL, at INTEGER NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX incident_note_incident ON incident_note (incident);

CREATE TABLE outbox (id TEXT PRIMARY KEY, incident TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX outbox_incident ON outbox (incident);
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  entry TEXT NOT NULL,
  sink TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  result TEXT NOT NULL,
  detail TEXT NOT NULL,
  next_at INTEGER
) STRICT;
CREATE INDEX delivery_entry ON delivery (entry, sink);

CREATE TABLE run (
  id TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  approved_by TEXT NOT NULL,
  plan TEXT NOT NULL
) STRICT;
CREATE INDEX run_incident ON run (incident);
CREATE TABLE journal (
  run TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  step TEXT NOT NULL,
  state TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, token INTEGER NOT NULL, expires INTEGER NOT NULL) STRICT;
CREATE TABLE schedule (job TEXT PRIMARY KEY, last_run INTEGER NOT NULL) STRICT;
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
