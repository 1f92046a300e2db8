import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import type { Theme } from './looks.ts';

/** The least that a finger hits, in CSS pixels: WCAG 2.2, 2.5.5. */
const TARGET = 44;

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What is wrong with what the window shows, a line each: cut words, what lies outside or over another, what a finger misses, and
 * what axe finds. In the dark nothing but colours is other than in the light.
 */
export async function measure(
	page: Page,
	{ isPhone, theme }: { readonly isPhone: boolean; readonly theme: Theme },
): Promise<readonly string[]> {
	const axe = new AxeBuilder({ page }).setLegacyMode();
	const asked = theme === 'dark' ? axe.withRules(['color-contrast']) : axe.withTags(LEVELS);
	const { violations } = await asked.analyze();
	const seen = theme === 'dark' ? [] : await page.evaluate(look, isPhone ? TARGET : 0);
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
	/** The innermost part that reaches out of a box. */
	const widestIn = (box: HTMLElement): string => {
		const { left, right } = box.getBoundingClientRect();
		const wide = [...box.querySelectorAll('*')].findLast((part) => {
			const edges = part.getBoundingClientRect();
			return part.checkVisibility() && (edges.left < left - 1 || edges.right > right + 1);
		});
		if (!(wide instanceof HTMLElement)) return wide?.tagName ?? 'what is not seen';
		const edges = wide.getBoundingClientRect();
		return `${nameOf(wide)} ${String(Math.round(edges.left))}…${String(Math.round(edges.right))}`;
	};
	for (const each of all) {
		const style = getComputedStyle(each);
		const box = each.getBoundingClientRect();
		if (box.width < 2 || box.height < 2) continue;
		// Rows of choices do so on purpose.
		if (
			!each.matches('nav, .filters') &&
			/auto|scroll/.test(style.overflowX) &&
			each.scrollWidth > each.clientWidth + 1
		)
			found.push(`scrolls sideways: ${nameOf(each)} for ${widestIn(each)}`);
		if (words(each) || each.tagName === 'BUTTON') {
			const cutsX = each.scrollWidth > each.clientWidth + 1 && style.display !== 'inline';
			const cutsY = each.scrollHeight > each.clientHeight + 3 && style.display !== 'inline';
			if (cutsX && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis')
				found.push(`cut: ${nameOf(each)}`);
			else if (cutsX && style.overflowX === 'visible' && !scrolls(each))
				found.push(`spills: ${nameOf(each)} ${String(each.scrollWidth - each.clientWidth)} px`);
			else if (
				cutsX &&
				style.textOverflow === 'ellipsis' &&
				target === 0 &&
				each.closest('[title]') === null
			)
				found.push(`shortened without a title: ${nameOf(each)}`);
			if (cutsY && style.overflowY === 'hidden') found.push(`cut below: ${nameOf(each)}`);
		}
		if ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(each) && words(each))
			found.push(
				`outside: ${nameOf(each)} ${String(Math.round(box.left))}…${String(Math.round(box.right))}`,
			);
	}
	if (document.documentElement.scrollWidth > screen.width)
		found.push(`wider than the window: ${String(document.documentElement.scrollWidth)} px`);
	const pressed = all.filter(
		(each) =>
			each.matches('button, a[href], input, select, textarea, summary, [role=menuitem]') &&
			// In a list the whole entry is pressed.
			(!each.matches('a') || each.closest('[data-entry-id]') === null),
	);
	/** What a press there would reach. */
	const reached = (each: HTMLElement, x: number, y: number): boolean => {
		const hit = document.elementFromPoint(x, y);
		return (
			hit !== null &&
			(each.contains(hit) || hit.contains(each) || hit.closest('label')?.contains(each) === true)
		);
	};
	/** What is wrong with pressing it where it stands. */
	const missOf = (each: HTMLElement): string | undefined => {
		const box = each.getBoundingClientRect();
		const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
		if (box.width < 2 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) return undefined;
		if (getComputedStyle(each).pointerEvents === 'none') return undefined;
		if (!reached(each, x, y)) {
			const hit = document.elementFromPoint(x, y);
			return hit instanceof HTMLElement ? `covered: ${nameOf(each)} by ${nameOf(hit)}` : undefined;
		}
		if (target === 0 || (each.matches('a') && getComputedStyle(each).display === 'inline'))
			return undefined;
		const reach = target / 2 - 2;
		const ends = [
			[x - reach, y],
			[x + reach, y],
			[x, y - reach],
			[x, y + reach],
		] as const;
		const isMissed = ends.some(
			([toX, toY]) =>
				toX > 0 && toY > 0 && toX < innerWidth && toY < innerHeight && !reached(each, toX, toY),
		);
		const size = `${String(Math.round(box.width))}×${String(Math.round(box.height))}`;
		return isMissed ? `small: ${nameOf(each)} ${size}` : undefined;
	};
	for (const each of pressed) {
		if (missOf(each) === undefined) continue;
		// What lies below a bar comes out from there by scrolling.
		each.scrollIntoView({ block: 'center', behavior: 'instant' });
		const miss = missOf(each);
		if (miss !== undefined) found.push(miss);
	}
	return [...new Set(found)];
}
