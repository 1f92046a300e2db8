import { plural } from './plural';

/**
 * How long something still takes, in seconds, as rough as an estimate is: `a few seconds left`,
 * `about 40 seconds left`, `about 2 minutes left`, `about 3 hours left`. Unknown (NaN, Infinity) is ''.
 */
export function formatTimeLeft(seconds: number): string {
	if (!Number.isFinite(seconds) || seconds < 0) return '';
	if (seconds < 8) return 'a few seconds left';
	if (seconds < 55) return `about ${plural(Math.ceil(seconds / 10) * 10, 'second')} left`;
	const minutes = Math.round(seconds / 60);
	if (minutes <= 1) return 'about a minute left';
	if (minutes < 55) return `about ${plural(minutes, 'minute')} left`;
	const hours = Math.round(minutes / 60);
	if (hours <= 1) return 'about an hour left';
	if (hours < 36) return `about ${plural(hours, 'hour')} left`;
	return `about ${plural(Math.round(hours / 24), 'day')} left`;
}

/** A playing time, in seconds: `0:07`, `3:42`, `1:02:09`. */
export function formatPlayingTime(seconds: number): string {
	if (!Number.isFinite(seconds) || seconds < 0) return '–:––';
	const whole = Math.floor(seconds);
	const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
	const shown = parts[0] === 0 ? parts.slice(1) : parts;
	return shown.map((part, place) => String(part).padStart(place === 0 ? 1 : 2, '0')).join(':');
}
