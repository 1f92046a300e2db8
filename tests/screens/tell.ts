import type { Kept } from './kept.ts';
import { isPhone, nameOf, type Look } from './looks.ts';
import { measure } from './measure.ts';
import type { Screen } from './screen.ts';
import type { Sight, Walk } from './walk.ts';

const findingsOf = (screen: Screen, look: Look): string =>
	`${screen.name}-${nameOf(look)}-${look.theme}.json`;

/** Measures what is not measured yet, and `told` answers what is wrong, each line with where it is seen. */
export function telling(
	screens: readonly Screen[],
	looks: readonly Look[],
	kept: Kept,
): Pick<Walk, 'see' | 'passed'> & {
	readonly sights: readonly Sight[];
	readonly told: () => Promise<readonly string[]>;
} {
	const all = screens.map((screen) => ({
		screen,
		looks: looks.filter((look) => screen.only?.(look) ?? true),
	}));
	return {
		sights: all.map(({ screen, looks: wanted }) => ({
			screen,
			looks: wanted.filter((look) => !kept.has(findingsOf(screen, look))),
		})),
		see: async ({ page, setting }, screen, theme) => {
			const findings = await measure(page, { isPhone: isPhone(setting), theme });
			await kept.keep(findingsOf(screen, { ...setting, theme }), JSON.stringify(findings));
		},
		passed: () => Promise.resolve(),
		told: async () => {
			const found = new Map<string, string[]>();
			for (const { screen, looks: measured } of all)
				for (const look of measured) {
					if (!kept.has(findingsOf(screen, look))) continue;
					const findings = JSON.parse(
						String(await kept.read(findingsOf(screen, look))),
					) as string[];
					for (const line of findings) {
						const key = `${screen.name}: ${line}`;
						found.set(key, [...(found.get(key) ?? []), `${nameOf(look)} ${look.theme}`]);
					}
				}
			return [...found].map(([line, where]) => `${line}\n    ${where.join(', ')}`);
		},
	};
}
