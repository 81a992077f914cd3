import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A browser that is on this machine already, null where there is none: page tests then skip, since a test never installs
 * or downloads one. Use it as `describe.skipIf(chromiumPath === null)(\`the report page (${chromiumNeeded})\`, ...)`, so
 * that the list of skipped tests says why.
 */
export const chromiumPath: string | null = PLACES.find((place) => place !== undefined && existsSync(place)) ?? null;

export const chromiumNeeded = 'needs chromium, or CHROMIUM_PATH';

/** Headless, as root too, and without the browser's own calls home. Whoever opens it closes it. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === null) throw new Error(`This test ${chromiumNeeded}.`);
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'];
  return await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet],
  });
}
