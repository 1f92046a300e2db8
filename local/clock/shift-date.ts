/**
 * Makes `Date` of this process, or page, tell a time so many milliseconds ahead. What dates a library
 * has made before stay dates, and timers run as before. It stands alone, so that its text can be sent
 * to a browser.
 */
export function shiftDate(offsetMs: () => number): void {
	const RealDate = Date;
	const now = (): number => RealDate.now() + offsetMs();
	const Shifted = new Proxy(RealDate, {
		construct: (target, values, newTarget) =>
			Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as Date,
		apply: () => new RealDate(now()).toString(),
		get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
	});
	RealDate.prototype.constructor = Shifted;
	globalThis.Date = Shifted;
}
