import { html } from 'hono/html';
import type { Millis } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import { escapeTerminal } from '../../kit/escape-terminal.ts';
import { clean } from '../paint.ts';
import { clockTime } from '../when.ts';

/** What a template gives; inserted text is escaped, inserted markup is not. */
export type Markup = ReturnType<typeof html>;

export const NOTHING: Markup = html``;

/** Text that strangers may have written: hidden characters made visible, secrets masked. */
export function text(value: string): string {
  return clean(value);
}

export function moment(at: Millis): Markup {
  return html`<time datetime="${isoTime(at)}">${clockTime(at)}</time>`;
}

/** An identifier: never masked, broken anywhere when the line is short. */
export function ident(value: string): Markup {
  return html`<code>${value === '' ? '–' : escapeTerminal(value)}</code>`;
}

/** A second line, smaller. */
export function detail(body: string | Markup | readonly Markup[]): Markup {
  return html`<span class="detail">${typeof body === 'string' ? text(body) : body}</span>`;
}

export function section(id: string, title: string, body: Markup): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`;
}

/** A short word in a frame of its colour. */
export function pill(word: string, tone: string): Markup {
  return html`<span class="pill ${tone}">${word}</span>`;
}

export function table(name: string, heads: readonly string[], bodies: readonly Markup[] | Markup): Markup {
  return html`<table class="${name}">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
${bodies}
</table>`;
}

/** A table that may be wider than the page. */
export function scrolling(labelledBy: string, body: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${labelledBy}">${body}</div>`;
}

/** A list under a heading of its own; nothing when it is empty. */
export function titledList(title: string, items: readonly (string | Markup)[], name = ''): Markup {
  if (items.length === 0) return NOTHING;
  return html`<h3>${title}</h3>
<ul class="${name}">${items.map((item) => html`<li>${typeof item === 'string' ? text(item) : item}</li>`)}</ul>
`;
}
