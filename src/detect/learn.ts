import { FLAG } from './flags.ts';
import type { Seen } from './memory/cell.ts';
import { learnAction, learnUse, learnValue } from './memory/cell.ts';
import type { Cursor } from './rows.ts';
import { countCall } from './spots.ts';
import type { Track } from './tracks.ts';

/** Lets memory know about the event at hand, after detectors have judged it. */
export function learn(cursor: Cursor, suspect: (track: Track) => boolean): void {
  const { time, track } = cursor;
  countCall(track.spot, time);
  if (track.cell !== null) {
    learnUse(track.cell, time);
    learnAction(track.cell, cursor.action);
  }
  if (track.wider !== null) {
    learnUse(track.wider, time);
    learnAction(track.wider, cursor.action);
  }
  if (track.count === 0 && (cursor.flags & FLAG.usageStamp) === 0) learnContext(cursor, suspect(track));
  else for (const seen of track.seen) refresh(seen, time);
  track.count += 1;
  if (time > track.lastSeen) track.lastSeen = time;
}

function learnContext(cursor: Cursor, suspect: boolean): void {
  const { time, track } = cursor;
  const { network, tool } = track;
  const meet = (list: Seen[], value: string, owner: string): void => {
    // Where nothing is trusted yet there is no normal to tell it from.
    const strange = suspect && list.some((seen) => !seen.suspect);
    track.seen.push(learnValue(list, { value, owner, first: time, last: time, count: 1, suspect: strange }));
  };
  track.seen = [];
  for (const cell of [track.cell, track.wider]) {
    if (cell === null) continue;
    if (network !== null) meet(cell.networks, network.network, network.owner);
    if (network !== null && network.country !== '') meet(cell.countries, network.country, '');
    if (tool.family !== '') meet(cell.tools, tool.family, '');
  }
}

function refresh(seen: Seen, time: number): void {
  seen.count += 1;
  if (time > seen.last) seen.last = time;
  else if (time < seen.first) seen.first = time;
}
