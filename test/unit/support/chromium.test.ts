import { describe, expect, it } from 'vitest';
import { chromiumNeeded, chromiumPath, launchChromium } from '../../support/chromium.ts';

describe('browser of the page tests', () => {
  it.skipIf(chromiumPath === null)(`renders a page (${chromiumNeeded})`, async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.setContent('<title>here</title><p>rendered</p>');
      expect([await page.title(), await page.textContent('p')]).toEqual(['here', 'rendered']);
    } finally {
      await browser.close();
    }
  });
});
