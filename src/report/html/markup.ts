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

export function section(id: string, title: string, body: Markup): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>`;
}

export function pill(word: string, tone: string): Markup {
  return html`<span class="pill ${tone}">${word}</span>`;
}
