import type { DraftBinding, KeyDraft, SeenNetwork } from '../../app/keys/adopt.ts';
import type { Millis } from '../../core/time.ts';
import { isoDay } from '../../core/time.ts';
import { safeJson } from '../../report/json.ts';
import { count } from '../../report/lines.ts';
import { clean } from '../../report/paint.ts';

/** The drafted bindings as YAML that can be pasted into the configuration; the comments say what each line rests on. */
export function draftYaml({ entries }: KeyDraft, now: Millis): string {
  const head = [
    `# Drafted from observed use on ${isoDay(now)}. Correct names and owners, and take out networks that do not belong.`,
    '# `availability-first: true` keeps production keys from being stopped before they are replaced;',
    '# `protected: true` keeps every plan away from a key.',
  ];
  if (entries.length === 0) return `${[...head, 'credentials: []'].join('\n')}\n`;
  return `${[...head, 'credentials:', ...entries.flatMap(entryLines)].join('\n')}\n`;
}

function entryLines(entry: DraftBinding): readonly string[] {
  const { credential, networks, suspect, roams, incidents, exposures } = entry;
  const { firstSeen, lastUsed, actor, account } = credential;
  const days = firstSeen === null || lastUsed === null ? '' : `, ${isoDay(firstSeen)} to ${isoDay(lastUsed)}`;
  const remarks = [
    `${credential.kind} of ${actor || 'nobody known'}, account ${account}: ${count(entry.events, 'event')}${days}`,
    ...(exposures > 0 ? [`REPORTED AS LEAKED ${exposures} times: replace it instead of adopting it`] : []),
    ...(incidents.length > 0 ? [`part of ${incidents.join(', ')}: look there first`] : []),
    ...(roams ? ['used from too many networks to list them: it has no place of its own'] : []),
    ...suspect.map((one) => `left out, since an incident shows it: ${networkText(one)}`),
  ];
  return [
    ...remarks.map((text) => `  # ${clean(text)}`),
    `  - match: ${quoted(credential.id)}`,
    `    name: ${quoted(entry.name)}`,
    `    owner: ${quoted(entry.owner)}`,
    ...(networks.length === 0 ? ['    networks: []'] : ['    networks:', ...networks.map(networkLine)]),
  ];
}

function networkLine(network: SeenNetwork): string {
  return `      - ${quoted(network.block)} # ${count(network.events, 'event')}`;
}

function networkText({ block, events }: SeenNetwork): string {
  return `${block} (${count(events, 'event')})`;
}

/** JSON strings are YAML too, and names come from records that others may have written. */
function quoted(text: string): string {
  return safeJson(text);
}
