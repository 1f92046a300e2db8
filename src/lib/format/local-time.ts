import { formatInstantInFull } from './instant';

/**
 * The time a clock showed wherever it stood: `Monday, 16 April 2012 at 19:10`, with the zone where it is known: `(UTC+2)`. `localTime` is like
 * `2012-04-16T19:10:00`, `offset` like `+02:00` or `Z`.
 */
export function formatLocalTime({
	localTime,
	offset,
}: {
	readonly localTime: string;
	readonly offset: string | undefined;
}): string {
	const time = formatInstantInFull(`${localTime}Z`, { timeZone: 'UTC' });
	if (offset === undefined) return time;
	const [, sign = '+', hours = '0', minutes = '00'] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
	const rest = minutes === '00' ? '' : `:${minutes}`;
	if (Number(hours) === 0 && rest === '') return `${time} (UTC)`;
	return `${time} (UTC${sign === '-' ? '\u2212' : '+'}${String(Number(hours))}${rest})`;
}
