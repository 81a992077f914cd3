import { html } from 'hono/html';
import type { IncidentReport } from '../incident-report.ts';
import { lineageOf } from '../lineage.ts';
import type { LineageNode } from '../lineage.ts';
import type { Markup } from './markup.ts';
import { ident, moment, NOTHING, pill, section, text } from './markup.ts';

const TONES: Readonly<Record<string, string>> = {
  active: 'medium',
  inactive: 'good',
  deleted: 'good',
  expired: 'good',
  unknown: 'plain',
};

/** The tree of what came out of what. */
export function credentials(report: IncidentReport): Markup {
  const trees = lineageOf(report.credentials, report.edges);
  if (trees.length === 0) return NOTHING;
  const suspects = new Set(report.incident.credentials);
  return section(
    'credentials',
    'Credentials',
    html`<p class="aside">Each stands below the one that made it. Those of this incident are marked.</p><ul class="tree">${trees.map((node) => branch(node, suspects))}</ul>`,
  );
}

function branch(node: LineageNode, suspects: ReadonlySet<string>): Markup {
  const { alias, credential, made, children } = node;
  const kind = credential?.kind ?? made?.childKind ?? '';
  const state = credential?.state ?? 'unknown';
  const own = suspects.has(alias) || (credential?.aliases ?? []).some((one) => suspects.has(one));
  const actor = credential?.actor ?? made?.childActor ?? '';
  const facts = [
    made === null ? NOTHING : html`<span>made ${moment(made.at)}</span>`,
    made === null && credential?.createdAt != null
      ? html`<span>created ${moment(credential.createdAt)}</span>`
      : NOTHING,
    credential?.lastUsed == null ? NOTHING : html`<span>last used ${moment(credential.lastUsed)}</span>`,
    (credential?.expiresAt ?? made?.expires ?? null) === null
      ? NOTHING
      : html`<span>expires ${moment(credential?.expiresAt ?? made?.expires ?? 0)}</span>`,
  ];
  return html`<li><div class="${own ? 'own' : ''}">${ident(alias)} <span class="kindword">${kind}</span> ${pill(state, TONES[state] ?? 'plain')}<span class="facts">${actor === '' ? NOTHING : html`<span>${text(actor)}</span>`}${facts}</span></div>${children.length === 0 ? NOTHING : html`<ul>${children.map((child) => branch(child, suspects))}</ul>`}</li>`;
}
