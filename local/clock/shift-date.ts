/**
 * Makes `Date` of this process, or page, tell a time so many milliseconds ahead. What dates a library
 * has made before stay dates, and timers run as before. It stands alone, so that its text can be sent
 * to a browser. No Proxy, through which a date takes twice as long to make: a page of a folder has four hundred.
 */
export function shiftDate(offsetMs: () => number): void {
	const RealDate = Date;
	const now = (): number => RealDate.now() + offsetMs();
	function Shifted(...values: unknown[]): Date | string {
		if ((new.target as unknown) === undefined) return new RealDate(now()).toString();
		return Reflect.construct(RealDate, values.length === 0 ? [now()] : values, new.target) as Date;
	}
	Object.setPrototypeOf(Shifted, RealDate);
	Object.assign(Shifted, { prototype: RealDate.prototype, now });
	RealDate.prototype.constructor = Shifted;
	globalThis.Date = Shifted as unknown as DateConstructor;
}
