import type { EventStore } from '../../../core/ports.ts';
import { sealAll } from '../rollup/seal.ts';
import { searchEvents } from '../search/search.ts';
import { topOf } from '../search/top.ts';
import { appendBatch } from './append.ts';
import { readCursor, readCursors, saveCursor } from './cursors.ts';
import type { EventTables } from './event-tables.ts';
import { findEvent } from './find-event.ts';
import { lastSequence } from './ledger.ts';
import { storedPlaces } from './places.ts';
import { readRaw } from './raw-records.ts';
import { readBatch } from './read-batch.ts';
import { readStats } from './stats.ts';
import { listUnparsed } from './unparsed.ts';

export function createEventStore(tables: EventTables): EventStore {
  const { db } = tables;
  return {
    append: async (batch, options) => appendBatch(tables, batch, options),
    saveCursor: async (update) => db.write('save a cursor', () => saveCursor(db, update)),
    cursor: async (source) => db.read('read a cursor', () => readCursor(db, source)),
    cursors: async () => db.read('read the cursors', () => readCursors(db)),
    readBatch: async (sequence) => db.read('read a batch', () => readBatch(tables, sequence)),
    lastSequence: async () => db.read('read the ledger', () => lastSequence(db)),
    storedPlaces: async (places) => db.read('look up places', () => storedPlaces(tables, places)),
    search: async (query, page) => db.read('search', () => searchEvents(tables, query, page)),
    event: async (eventId, time) => db.read('look up an event', () => findEvent(tables, eventId, time)),
    rawRecord: async (sequence, position) => db.read('read a record', () => readRaw(db, sequence, position)),
    top: async (by, query, limit) => db.read('count events', () => topOf(tables, by, query, limit)),
    unparsed: async (limit) => db.read('read the unparsed records', () => listUnparsed(tables, limit)),
    stats: async () => db.read('read the totals', () => readStats(db)),
    seal: async () => db.read('seal', () => sealAll(db)),
  };
}
