import { html } from 'hono/html';
import type { IncidentReport } from '../incident-report.ts';
import type { LineageNode } from '../lineage.ts';
import { lineageOf } from '../lineage.ts';
import type { Markup } from './markup.ts';
import { ident, moment, NOTHING, pill, section, text } from './markup.ts';

const TONES: Readonly<Record<string, string>> = {
  active: 'medium',
  inactive: 'good',
  deleted: 'good',
  expired: 'good',
};

/** The tree of what came out of what. */
export function credentials(report: IncidentReport): Markup {
  const trees = lineageOf(report.credentials, report.edges);
  if (trees.length === 0) return NOTHING;
  const suspects = new Set(report.incident.credentials);
  const note = html`<p class="aside">Each stands below the one that made it. Those of this incident are underlined.</p>`;
  const tree = html`<ul class="tree">${trees.map((node) => branch(node, suspects))}</ul>`;
  return section('credentials', 'Credentials', html`${note}${tree}`);
}

function branch(node: LineageNode, suspects: ReadonlySet<string>): Markup {
  const { alias, credential, made, children } = node;
  const state = credential?.state ?? 'unknown';
  const own = [alias, ...(credential?.aliases ?? [])].some((one) => suspects.has(one));
  const below = children.length === 0 ? NOTHING : html`<ul>${children.map((child) => branch(child, suspects))}</ul>`;
  return html`<li><div class="${own ? 'own' : ''}">
${ident(alias)} <span class="kindword">${credential?.kind ?? made?.childKind ?? ''}</span> ${pill(state, TONES[state] ?? 'plain')}
<span class="facts">${factsOf(node)}</span>
</div>${below}</li>
`;
}

function factsOf({ credential, made }: LineageNode): readonly Markup[] {
  const actor = credential?.actor ?? made?.childActor ?? '';
  const times: readonly (readonly [string, number | null])[] = [
    made === null ? ['created', credential?.createdAt ?? null] : ['made', made.at],
    ['last used', credential?.lastUsed ?? null],
    ['expires', credential?.expiresAt ?? made?.expires ?? null],
  ];
  return [
    ...(actor === '' ? [] : [html`<span>${text(actor)}</span>`]),
    ...times.flatMap(([word, at]) => (at === null ? [] : [html`<span>${word} ${moment(at)}</span>`])),
  ];
}
