import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incidentHtml } from '../../src/report/incident-html.ts';
import { chromiumNeeded, chromiumPath, launchChromium } from '../support/chromium.ts';
import { HOSTILE, incident } from '../unit/alert/samples.ts';
import { sampleReport } from '../unit/report/sample-report.ts';

describe.skipIf(chromiumPath === null)(`the incident report in a browser (${chromiumNeeded})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'keywatch-report-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Opened {
    readonly page: Page;
    readonly requests: readonly string[];
    readonly complaints: readonly string[];
  }

  async function open(html: string, width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
    const file = join(folder, 'report.html');
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(`dialog ${dialog.message()}`));
    await page.goto(pathToFileURL(file).href);
    return { page, requests, complaints };
  }

  it.each([1280, 420])('asks for nothing but itself, complains of nothing and fits %i pixels', async (width) => {
    const { page, requests, complaints } = await open(await incidentHtml(sampleReport()), width);

    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.close();
  });

  it('runs nothing that strangers wrote', async () => {
    const text = `${HOSTILE.slice(0, 3).join(' ')}<svg onload=alert(2)><a href="javascript:alert(3)">x</a><style>*{display:none}</style>`;
    const base = sampleReport();
    const hostile = sampleReport({
      incident: {
        ...base.incident,
        title: text,
        owner: text,
        verdict: text,
        findings: base.incident.findings.map((one) => ({ ...one, reason: text })),
      },
      events: base.events.map((row) => ({
        ...row,
        action: text,
        agent: text,
        target: text,
        actor: text,
        address: text,
      })),
    });

    const { page, requests, complaints } = await open(await incidentHtml(hostile), 1280);

    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
    expect(await page.locator('script, a, img, main style').count()).toBe(0);
    expect(await page.locator('h1').innerText()).toContain('<script>alert(1)</script>');
    await page.close();
  });

  it.each(['light', 'dark'] as const)(
    'can be read in %s: every text has a contrast of 4.5 at least',
    async (scheme) => {
      const { page } = await open(await incidentHtml(sampleReport()), 1280, scheme);

      expect(await page.evaluate(FAINT_TEXTS)).toEqual([]);
      await page.close();
    },
  );

  it('prints on paper without losing its right edge', async () => {
    const { page } = await open(await incidentHtml(sampleReport()), 720);
    await page.emulateMedia({ media: 'print' });

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(720);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });

  it('has headings in order, a name for every region and a text for the drawing', async () => {
    const { page } = await open(await incidentHtml(sampleReport({ incident: incident() })), 1280);
    const levels = z.array(z.number()).parse(await page.evaluate(HEADING_LEVELS));

    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    expect(await page.getByRole('img', { name: 'Timeline of the incident' }).count()).toBe(1);
    expect(await page.locator('section:not([aria-labelledby]), [role=region]:not([aria-labelledby])').count()).toBe(0);
    await page.close();
  });
});

const HEADING_LEVELS = `[...document.querySelectorAll('h1, h2, h3')].map((one) => Number(one.tagName.slice(1)))`;

/** Runs in the page: texts whose colour is too near to what lies behind them (WCAG 2.2, 1.4.3). */
const FAINT_TEXTS = `(() => {
  const parse = (text) => { const [r, g, b, a = 1] = (text.match(/[\\d.]+/g) ?? []).map(Number); return { r, g, b, a }; };
  const light = ({ r, g, b }) => {
    const part = (one) => { const c = one / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const color = parse(getComputedStyle(one).backgroundColor);
      if (color.a === 1) return color;
    }
    return { r: 255, g: 255, b: 255 };
  };
  const faint = [];
  for (const element of document.querySelectorAll('main *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!own || element.closest('title, desc') !== null) continue;
    const style = getComputedStyle(element);
    const [high, low] = [light(parse(element.closest('svg') ? style.fill : style.color)), light(behind(element))].sort((a, b) => b - a);
    if ((high + 0.05) / (low + 0.05) < 4.5) faint.push(element.className + ': ' + element.textContent.trim().slice(0, 40));
  }
  return faint;
})()`;
