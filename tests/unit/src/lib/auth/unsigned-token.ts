const part = (value: unknown) => btoa(JSON.stringify(value)).replaceAll('=', '');

/** An unsigned token of the right shape. `lifeSeconds` counts from its issue, whenever that was. */
export function unsignedToken(claims: Record<string, unknown> = {}, lifeSeconds = 600): string {
	const issued = 1_700_000_000;
	const body = { sub: 'ada', iat: issued, exp: issued + lifeSeconds, ...claims };
	return [part({ alg: 'RS256' }), part(body), 'unsigned'].join('.');
}
