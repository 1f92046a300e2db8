import type { Result } from './compare.ts';

/** A figure as a person reads it: `12.3 ms`, `12.3 kB`, `29`. */
export function amount(value: number, unit: Result['unit']): string {
	if (unit === 'count') return String(Math.round(value * 1000) / 1000);
	return unit === 'ms' ? `${value.toFixed(1)} ms` : `${(value / 1000).toFixed(1)} kB`;
}

export function times(value: number): string {
	return `${value.toFixed(2)}×`;
}

export function isMet({ ratio, targetRatio }: Pick<Result, 'ratio' | 'targetRatio'>): boolean {
	return ratio >= targetRatio;
}
