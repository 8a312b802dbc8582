import type { Page } from 'playwright';

/**
 * What a page offers to the pointer and the Tab key does not reach, shadow roots included.
 *
 * Radio buttons of one name count as one, as do the members of a group that hands its place in the tab order around
 * (`tabindex="-1"` beside one that was reached): arrow keys move within those.
 *
 * @returns The elements' opening tags; empty if everything is reached.
 */
export async function unreachedByTab(page: Page): Promise<string[]> {
  const count = await page.evaluate(() => {
    const all = (root: Document | ShadowRoot): HTMLElement[] =>
      [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
        element,
        ...(element.shadowRoot ? all(element.shadowRoot) : []),
      ]);
    const offered = all(document).filter(
      (element) =>
        element.matches(
          'a[href], button, input, select, textarea, summary, video[controls], [role=button], [tabindex]',
        ) &&
        !element.matches(':disabled, input[type=hidden], [inert] *') &&
        element.checkVisibility({ visibilityProperty: true }),
    );
    (document.activeElement as HTMLElement | null)?.blur();
    Object.assign(globalThis, { offered, reached: new Set<Element>() });
    return offered.length;
  });
  for (let presses = 0; presses < count + 3; presses++) {
    await page.keyboard.press('Tab');
    await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (element) (globalThis as unknown as { reached: Set<Element> }).reached.add(element);
    });
  }
  return page.evaluate(() => {
    const { offered, reached } = globalThis as unknown as { offered: HTMLElement[]; reached: Set<Element> };
    const isReached = (element: Element) => reached.has(element);
    const inReachedGroup = (element: HTMLElement) => {
      if (element instanceof HTMLInputElement && element.type === 'radio') {
        return offered.some((other) => isReached(other) && (other as HTMLInputElement).name === element.name);
      }
      const group = element.parentElement ?? (element.getRootNode() as ShadowRoot);
      return element.tabIndex === -1 && [...group.querySelectorAll('*')].some(isReached);
    };
    return offered
      .filter((element) => element.isConnected && !isReached(element) && !inReachedGroup(element))
      .map((element) => /<[^>]*>/.exec(element.outerHTML)![0]);
  });
}
