import { fileURLToPath } from 'node:url';
import type * as Axe from 'axe-core';
import type { Page } from 'playwright';

const SCRIPT = fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url));

/**
 * What axe-core finds on a page as it stands now, shadow roots included: WCAG 2.2 A and AA and axe's best practices.
 *
 * @returns One line for each violation and element; empty if there is none.
 */
export async function findViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: SCRIPT });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof Axe };
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${id} (${help}): ${target.join(' ')}`),
    );
  });
}
