import type { Severity } from '../../core/event.ts';
import type { Detector } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { hasSeen } from '../memory/cell.ts';
import { baselineOf, describeBaseline } from '../memory/learning.ts';

/** A credential that has been everywhere already proves nothing by being somewhere else. */
const ROAMING_NETWORKS = 8;
const HABITUAL_NETWORKS = 3;
/** People work with many tools; machines with one or two. */
const MANY_TOOLS = 4;

/** Signal: a network (AS or block) never seen for this key, nor for its principal or parent. */
export const firstNetwork: Detector = {
  info: {
    id: 'first-network-for-key',
    title: 'First use of a credential from this network',
    severity: 'medium',
    attack: ['T1078.004'],
    detects:
      'A call by the caller itself from a network (AS, or address block) that this credential has not used before.',
    misses: 'Thieves in the same network, and credentials too new to have a baseline.',
    falsePositives:
      'Moves of offices and build runners. One signal alone opens no incident; credentials that roam are not held to it.',
    triage:
      'Ask the owner whether the network is theirs. Look at what was done from it and whether the old network went on.',
  },
  phrase: 'used from a network never seen before',
  flags: FLAG.newContext,
  observe(moment, desk) {
    const { cell, track } = moment;
    const { network } = track;
    if (cell === null || network === null || track.context.actorKind === 'workload') return null;
    if (hasSeen(cell.networks, network.network) || desk.isUsual(track, network)) return null;
    const baseline = baselineOf(cell);
    const binding = desk.binding(moment.node);
    const outsideExpected = binding !== null && binding.networks.length > 0;
    if (cell.networks.length === 0 || (baseline === 'none' && !outsideExpected)) return null;
    if (cell.networks.length >= ROAMING_NETWORKS && !outsideExpected) return null;
    const severity: Severity = outsideExpected
      ? 'high'
      : baseline === 'settled' && cell.networks.length <= HABITUAL_NETWORKS
        ? 'medium'
        : 'low';
    const owner = network.owner === '' ? network.network : `${network.network} (${network.owner})`;
    const before =
      cell.networks.length === 1 ? (cell.networks[0]?.value ?? '') : `${cell.networks.length} other networks`;
    return {
      severity,
      key: network.network,
      reason: `First use from ${owner}; its ${describeBaseline(cell)} came from ${before}${outsideExpected ? ', and configuration expects others' : ''}.`,
    };
  },
};

/** Signal: a tool family never seen for this key. */
export const firstTool: Detector = {
  info: {
    id: 'first-tool-for-key',
    title: 'First use of a credential with this tool',
    severity: 'low',
    attack: ['T1078.004'],
    detects: 'A call with a family of tools (user agent without versions) that this credential has not shown before.',
    misses: 'Thieves who use the same tool or copy its user agent.',
    falsePositives: 'New scripts and migrations. It is a weak signal that only adds to others.',
    triage: 'Compare the tool with what the owner runs.',
  },
  phrase: 'used with a tool never seen before',
  flags: FLAG.newContext,
  observe(moment, desk) {
    const { cell, track } = moment;
    const { family } = track.tool;
    if (cell === null || family === '' || track.network === null || desk.isUsualTool(track)) return null;
    if (hasSeen(cell.tools, family)) return null;
    if (cell.tools.length === 0 || cell.tools.length >= MANY_TOOLS || baselineOf(cell) === 'none') return null;
    const before = cell.tools.map((seen) => seen.value).join(', ');
    return {
      severity: 'low',
      key: family,
      reason: `First use with ${family}; so far ${before}.`,
    };
  },
};

/** Signal: a country never seen for this key. Silent without a country database. */
export const firstCountry: Detector = {
  info: {
    id: 'first-country-for-key',
    title: 'First use of a credential from this country',
    severity: 'low',
    attack: ['T1078.004'],
    detects: 'A call from a country that this credential has not been used from.',
    misses: 'Thieves in the same country, and everything when no country database is installed.',
    falsePositives: 'Travel, relays and mislocated addresses. It is a weak signal that only adds to others.',
    triage: 'Ask the owner. Countries of cloud networks say little; the network says more.',
  },
  phrase: 'used from a new country',
  flags: FLAG.newContext,
  observe(moment) {
    const { cell, track } = moment;
    const country = track.network?.country ?? '';
    if (cell === null || country === '' || cell.countries.length === 0 || baselineOf(cell) === 'none') return null;
    if (cell.countries.some((seen) => seen.value === country) || cell.countries.length >= ROAMING_NETWORKS) return null;
    const before = cell.countries.map((seen) => seen.value).join(', ');
    return { severity: 'low', key: country, reason: `First use from ${country}; so far ${before}.` };
  },
};
