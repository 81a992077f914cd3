import type { LeakedLiteral, Normalized, Note, Severity } from '../../../src/core/event.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Json } from '../json.ts';
import { isObject, listOf, objectOf, textOf, wordOf } from '../json.ts';
import { MOST_LOCATIONS } from './alert-locations.ts';
import { firstTime } from './record-time.ts';

/** Verdicts of people that it was no secret that anybody could use. */
const HARMLESS = new Set(['false_positive', 'used_in_tests', 'pattern_deleted', 'pattern_edited']);
const MAX_TEXT = 300;
/** What is named of a secret that stands everywhere; the count says the rest. */
const MOST_PLACES = 25;

/** A secret-scanning alert, and what a source or webhook knows beside it. */
export interface AlertView {
  readonly alert: Json;
  /** `owner/name`; '' where the alert does not say. */
  readonly repository: string;
  readonly isPublic: boolean;
  /** Paths and lines, or addresses of issues; as many as are known, each once. */
  readonly locations: readonly string[];
  /** What happened: `secret_scanning_alert.created`. */
  readonly action: string;
  readonly nativeId: string;
  /** True where it is announced only, and will be read with its secret in a moment: nobody's exposure helps nobody. */
  readonly isPolled?: boolean;
  /** For alerts that say no time, as those of old servers. */
  readonly received: unknown;
}

export function looksLikeAlert(value: unknown): value is Json {
  return isObject(value) && typeof value['secret_type'] === 'string' && wordOf(value['number']) !== '';
}

/** An alert by itself, as the API lists it; our own source puts all `locations` beside it. */
export function normalizeAlert(value: unknown): Normalized {
  if (!looksLikeAlert(value)) return { kind: 'unparsed', reason: 'not a secret-scanning alert' };
  const repository = objectOf(value['repository']);
  const name = textOf(repository['full_name']) || repositoryOf(textOf(value['html_url']) || textOf(value['url']));
  const places = [value['first_location_detected'], ...listOf(value['locations'])];
  const locations = [...new Set(places.map((place) => locationOf(objectOf(place))))].filter((one) => one !== '');
  const state = `${textOf(value['state'])}/${textOf(value['resolution'])}/${textOf(value['validity'])}`;
  return eventOfAlert({
    alert: value,
    repository: name,
    isPublic: repository['private'] === false,
    locations,
    action: `secret_scanning_alert.${textOf(value['state']) === 'resolved' ? 'resolved' : 'open'}`,
    nativeId: `alert/${name}/${wordOf(value['number'])}/${state}/${value['publicly_leaked'] === true ? 'public' : ''}${locations.length > 1 ? `/${locations.length}` : ''}`,
    received: null,
  });
}

/** The event is about the secret, not by it: it names no credential, so that no memory learns from it. */
export function eventOfAlert(view: AlertView): Normalized {
  const { alert, repository } = view;
  const time = firstTime(alert['created_at'], alert['updated_at'], view.received);
  if (time === null) return { kind: 'unparsed', reason: 'a secret-scanning alert without a time' };
  const [place = '', ...others] = placesOf(view);
  const { notes, leaks } = sayings(view, place);
  return {
    kind: 'event',
    event: {
      time,
      nativeId: view.nativeId,
      provider: 'github',
      account: repository.includes('/') ? repository.slice(0, repository.indexOf('/')) : '',
      region: '',
      actorKind: 'unknown',
      actor: '',
      session: '',
      credential: '',
      credentialKind: 'none',
      address: '',
      agent: '',
      via: '',
      service: 'secret_scanning',
      action: view.action,
      verb: 'unknown',
      traits: [],
      outcome: 'success',
      errorCode: '',
      targets: [place === '' ? textOf(alert['secret_type']) : place, ...others],
      minted: [],
    },
    notes,
    ...(leaks.length === 0 ? {} : { leaks }),
  };
}

interface Sayings {
  readonly notes: readonly Note[];
  readonly leaks: readonly LeakedLiteral[];
}

function sayings(view: AlertView, place: string): Sayings {
  const { alert } = view;
  const resolution = textOf(alert['resolution']);
  if (HARMLESS.has(resolution)) return { notes: [], leaks: [] };
  const isPublic = view.isPublic || alert['publicly_leaked'] === true;
  const note: Extract<Note, { kind: 'exposure' }> = {
    kind: 'exposure',
    alias: '',
    actor: '',
    origin: 'secret-scanning',
    summary: summaryOf(view, resolution, isPublic),
    place,
    public: isPublic,
    ...(alert['validity'] === 'inactive' || resolution === 'revoked' ? { spent: true } : {}),
  };
  const signal = signalOf(alert, resolution, isPublic);
  const literal = textOf(alert['secret']);
  if (literal !== '' && literal !== '[removed]')
    return { notes: [], leaks: [{ literal: new Secret(literal), note, signal }] };
  if (view.isPolled === true) return { notes: [], leaks: [] };
  return { notes: signal === null ? [note] : [note, signal], leaks: [] };
}

/** A key that GitHub has tried and found working is worth more than the fact that it was seen. */
function signalOf(
  alert: Json,
  resolution: string,
  isPublic: boolean,
): Extract<Note, { kind: 'provider-signal' }> | null {
  if (alert['validity'] !== 'active' || resolution === 'revoked') return null;
  const severity: Severity = isPublic ? 'critical' : 'high';
  const summary = `GitHub tried the exposed ${titleOf(alert)} and it works${alert['multi_repo'] === true ? '; it stands in several repositories' : ''}`;
  return { kind: 'provider-signal', alias: '', actor: '', type: 'secret-scanning-active', severity, summary };
}

function summaryOf({ alert, locations }: AlertView, resolution: string, isPublic: boolean): string {
  const where = isPublic ? ' in public' : '';
  const since =
    resolution === 'revoked'
      ? '; it was marked as revoked'
      : alert['validity'] === 'inactive'
        ? '; GitHub tried it and it does not work any more'
        : '';
  const past = alert['push_protection_bypassed'] === true ? '; somebody pushed it past push protection' : '';
  const several = alert['has_more_locations'] === true ? ' in several places' : '';
  const more = listOf(alert['locations']).length >= MOST_LOCATIONS ? ' or more' : '';
  const places = locations.length > 1 ? ` in ${locations.length} places${more}` : several;
  const title = titleOf(alert);
  const article = /^[aeiou]/i.test(title) ? 'an' : 'a';
  return `GitHub secret scanning found ${article} ${title}${where}${places}${past}${since}`;
}

function titleOf(alert: Json): string {
  return (textOf(alert['secret_type_display_name']) || textOf(alert['secret_type'])).slice(0, 100);
}

/** At least one, the first that was found in front. */
function placesOf({ alert, repository, locations }: AlertView): readonly string[] {
  const name = repository === '' ? textOf(alert['html_url']) : repository;
  const places = locations.length === 0 ? [name] : locations.map((location) => `${name}:${location}`);
  return places.slice(0, MOST_PLACES).map((place) => place.slice(0, MAX_TEXT));
}

/** Path and line of a commit; of anything else its address, which is the only member that ends in `_url`. */
export function locationOf(place: Json): string {
  const details = isObject(place['details']) ? place['details'] : place;
  const path = textOf(details['path']);
  if (path !== '') return `${path.replace(/^\//, '')}:${wordOf(details['start_line']) || '1'}`;
  const url = Object.entries(details).find(([name, value]) => name.endsWith('_url') && typeof value === 'string');
  return url === undefined ? '' : textOf(url[1]).replace(/^https:\/\/[^/]+\//, '');
}

function repositoryOf(url: string): string {
  const path = /^https?:\/\/[^/]+\/(?:api\/v3\/)?(?:repos\/)?([^/]+\/[^/]+)\//.exec(url)?.[1];
  return path ?? '';
}
