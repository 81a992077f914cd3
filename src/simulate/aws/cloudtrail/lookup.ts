import { isObject, type JsonObject, listAt, numberAt, textAt } from '../../json.ts';
import { DAY, longDate } from '../dates.ts';
import { AwsFault } from '../fault.ts';
import type { Operation, Outcome, Scene } from '../operation.ts';
import { isManagementEvent, type JournalEntry } from './journal.ts';
import { type LookupAttribute, lookupItem, matchesAttribute, readAttribute } from './lookup-item.ts';
import { type LookupPosition, readToken, writeToken } from './lookup-token.ts';
import { takeLookup } from './throttle.ts';

const PAGE = 50;
/** How far back LookupEvents sees. */
const HISTORY = 90 * DAY;

interface Query {
  /** Inclusive, in ms. */
  readonly start: number;
  readonly end: number;
  readonly attribute: LookupAttribute | undefined;
  readonly size: number;
  readonly insights: boolean;
}

function run(params: JsonObject, scene: Scene): Outcome {
  takeLookup(scene);
  const query = readQuery(params, scene.now);
  const position = readToken(params);
  const { events, next } = page(query, position, scene);
  return {
    body: { Events: events, ...(next === undefined ? {} : { NextToken: writeToken(params, next) }) },
    log: { requestParameters: loggedParameters(params) },
  };
}

function readQuery(params: JsonObject, now: number): Query {
  const category = textAt(params, 'EventCategory');
  if (category !== undefined && category !== 'insight') {
    throw new AwsFault('InvalidEventCategoryException', 'Event category must be insight.');
  }
  const size = numberAt(params, 'MaxResults') ?? PAGE;
  if (size < 1 || size > PAGE) {
    throw new AwsFault('InvalidMaxResultsException', `A max results value of ${size} is invalid. Specify 1 to 50.`);
  }
  return { ...readRange(params, now), attribute: readOneAttribute(params), size, insights: category !== undefined };
}

/** Times come as epoch seconds, possibly with a fraction. */
function readRange(params: JsonObject, now: number): { start: number; end: number } {
  const start = numberAt(params, 'StartTime');
  const end = numberAt(params, 'EndTime');
  const oldest = now - HISTORY;
  const from = start === undefined ? oldest : start * 1_000;
  const to = end === undefined ? now : end * 1_000;
  if (from > now || from > to) {
    throw new AwsFault('InvalidTimeRangeException', 'Invalid time range: the start must be before the end and now.');
  }
  return { start: Math.max(from, oldest), end: to };
}

function readOneAttribute(params: JsonObject): LookupAttribute | undefined {
  const attributes = listAt(params, 'LookupAttributes').filter(isObject);
  if (attributes.length > 1) {
    throw new AwsFault('InvalidLookupAttributesException', 'You can only pass one lookup attribute.');
  }
  return attributes[0] === undefined ? undefined : readAttribute(attributes[0]);
}

/**
 * Newest first from where the last page ended. Events that become visible above that point while a caller pages are
 * not seen in this traversal, as in reality.
 */
function page(
  query: Query,
  position: LookupPosition | undefined,
  scene: Scene,
): { events: JsonObject[]; next: LookupPosition | undefined } {
  const entries = query.insights ? [] : scene.world.journal.in(scene.account.id, scene.region);
  const events: JsonObject[] = [];
  let last: LookupPosition | undefined;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry === undefined || entry.at > query.end || !isBelow(entry, position)) continue;
    if (entry.at < query.start) break;
    if (!isVisible(entry, query, scene.now)) continue;
    if (events.length >= query.size) return { events, next: last };
    const item = lookupItem(entry.record);
    events.push(...(entry.copies > 1 && events.length + 1 < query.size ? [item, item] : [item]));
    last = { at: entry.at, ordinal: entry.ordinal };
  }
  return { events, next: undefined };
}

function isVisible(entry: JournalEntry, query: Query, now: number): boolean {
  if (entry.visibleAt > now || !isManagementEvent(entry.record)) return false;
  return query.attribute === undefined || matchesAttribute(entry.record, query.attribute);
}

/** Entries of one second stand in the order of writing, so reading backwards passes the highest ordinal first. */
function isBelow(entry: JournalEntry, position: LookupPosition | undefined): boolean {
  if (position === undefined || entry.at < position.at) return true;
  return entry.at === position.at && entry.ordinal < position.ordinal;
}

function loggedParameters(params: JsonObject): JsonObject | null {
  const time = (name: string): JsonObject => {
    const value = numberAt(params, name);
    return value === undefined ? {} : { [name.slice(0, 1).toLowerCase() + name.slice(1)]: longDate(value * 1_000) };
  };
  const max = numberAt(params, 'MaxResults');
  const logged = { ...time('StartTime'), ...time('EndTime'), ...(max === undefined ? {} : { maxResults: max }) };
  return Object.keys(logged).length === 0 ? null : logged;
}

/** One account, one region, 90 days, management events only (CloudTrail API reference). */
export const lookupEvents: Operation = { readOnly: true, run };
