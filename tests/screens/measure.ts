import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';

/** The least that a finger hits, in CSS pixels: WCAG 2.2, 2.5.5. */
const TARGET = 44;

/** What is wrong with what the window shows, a line each: cut words, what lies outside or over another, what a finger misses, and what axe finds. */
export async function measure(page: Page, isPhone: boolean): Promise<readonly string[]> {
	const { violations } = await new AxeBuilder({ page })
		.setLegacyMode()
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	const seen = await page.evaluate(look, isPhone ? TARGET : 0);
	return [
		...seen,
		...violations.flatMap(({ id, nodes }) =>
			nodes.map(
				({ html, failureSummary = '' }) =>
					`${id}: ${html.slice(0, 160)} ${failureSummary.split('\n')[1] ?? ''}`,
			),
		),
	];
}

/** Runs in the page. */
function look(target: number): readonly string[] {
	const found: string[] = [];
	const top = [...document.querySelectorAll('dialog[open], [popover]:popover-open')].at(-1);
	const all = [...(top ?? document.body).querySelectorAll<HTMLElement>('*')].filter(
		(each) =>
			each.closest('svg, .visually-hidden, [aria-hidden=true], .skip') === null &&
			each.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
	);
	const nameOf = (each: HTMLElement): string =>
		`<${each.tagName.toLowerCase()}${each.className && typeof each.className === 'string' ? `.${each.className.split(' ').join('.')}` : ''}> ${(each.getAttribute('aria-label') ?? each.innerText).replaceAll(/\s+/g, ' ').slice(0, 60)}`;
	const words = (each: HTMLElement) =>
		[...each.childNodes].some(
			(node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
		);
	/** Boxes that scroll or cut what is in them. */
	const scrolls = (each: HTMLElement): boolean => {
		for (let box = each.parentElement; box; box = box.parentElement)
			if (/auto|scroll/.test(getComputedStyle(box).overflowX)) return true;
		return false;
	};
	for (const each of all) {
		const style = getComputedStyle(each);
		const box = each.getBoundingClientRect();
		if (box.width < 2 || box.height < 2) continue;
		if (words(each) || each.tagName === 'BUTTON') {
			const cutsX = each.scrollWidth > each.clientWidth + 1 && style.display !== 'inline';
			const cutsY = each.scrollHeight > each.clientHeight + 3 && style.display !== 'inline';
			if (cutsX && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis')
				found.push(`cut: ${nameOf(each)}`);
			else if (cutsX && style.overflowX === 'visible' && !scrolls(each))
				found.push(`spills: ${nameOf(each)} ${String(each.scrollWidth - each.clientWidth)} px`);
			else if (cutsX && style.textOverflow === 'ellipsis' && each.closest('[title]') === null)
				found.push(`shortened without a title: ${nameOf(each)}`);
			if (cutsY && style.overflowY === 'hidden') found.push(`cut below: ${nameOf(each)}`);
		}
		if ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(each) && words(each))
			found.push(
				`outside: ${nameOf(each)} ${String(Math.round(box.left))}…${String(Math.round(box.right))}`,
			);
	}
	const pressed = all.filter((each) =>
		each.matches(
			'button, a[href], input:not([type=hidden]), select, textarea, summary, [role=menuitem]',
		),
	);
	const inside = (box: DOMRect): boolean =>
		box.width > 1 &&
		box.bottom > 0 &&
		box.top < innerHeight &&
		box.right > 0 &&
		box.left < innerWidth;
	for (const each of pressed) {
		const box = each.getBoundingClientRect();
		if (!inside(box)) continue;
		const label = each.closest('label')?.getBoundingClientRect();
		const [width, height] = [
			Math.max(box.width, label?.width ?? 0),
			Math.max(box.height, label?.height ?? 0),
		];
		const isInText = each.tagName === 'A' && getComputedStyle(each).display === 'inline';
		if (!isInText && (width < target - 0.5 || height < target - 0.5))
			found.push(
				`small: ${nameOf(each)} ${String(Math.round(width))}×${String(Math.round(height))}`,
			);
		const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
		const hit = document.elementFromPoint(x, y);
		if (
			hit &&
			!each.contains(hit) &&
			!hit.contains(each) &&
			hit.closest('label') !== each.closest('label')
		)
			found.push(`covered: ${nameOf(each)} by ${nameOf(hit as HTMLElement)}`);
	}
	return [...new Set(found)];
}
