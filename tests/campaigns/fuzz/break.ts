import type { Random } from '../../support/random.ts';

/** What no field expects. */
const strange = [
	null,
	true,
	-1,
	-0,
	0.5,
	1e308,
	2 ** 53 + 2,
	'5',
	'',
	'\u0000',
	'\ud800',
	[],
	[[]],
	[null],
	{},
	{ toString: 'x' },
	{ constructor: { prototype: { ok: true } } },
	["' OR 1=1 --"],
	'00000000-0000-0000-0000-000000000000',
	'01900000-0000-7000-8000-00000000ffff',
] as const;

type Break = (value: unknown) => unknown;

/** A copy of the request with one to three of its places broken. */
export function broken(request: unknown, random: Random, word: () => string): unknown {
	let result = request;
	for (let i = random.whole(1, 3); i > 0; i -= 1) {
		const path = random.pick(placesOf(result) as [Path, ...Path[]]);
		result = changeAt(result, path, random.pick(breaks(random, word)));
	}
	return result;
}

function breaks(random: Random, word: () => string): [Break, ...Break[]] {
	return [
		() => random.pick(strange),
		word,
		(value) => [value],
		(value) =>
			Array.isArray(value)
				? [...(value as unknown[]), ...(value as unknown[])]
				: { ...(Object(value) as object), extra: word() },
		(value) =>
			Array.isArray(value) ? Array.from({ length: 600 }, () => value[0] as unknown) : undefined,
		(value) =>
			typeof value === 'string' ? value.repeat(random.whole(2, 3000)).slice(0, 70_000) : -1,
		(value) => (typeof value === 'string' ? value.slice(0, -1) : { value }),
		(value) => (typeof value === 'string' ? value.toUpperCase() : asText(value)),
		(value) => (typeof value === 'number' ? value + 2 ** 40 : JSON.stringify(value)),
	];
}

/** As a browser turns it into text by mistake. An object may have been broken so that it has no text of its own. */
function asText(value: unknown): string {
	return typeof value === 'object' && value !== null ? '[object Object]' : String(value);
}

type Path = readonly (string | number)[];

/** The way to each value within, the value itself first. */
function placesOf(value: unknown): Path[] {
	if (typeof value !== 'object' || value === null) return [[]];
	const entries = Array.isArray(value) ? [...value.entries()].slice(0, 20) : Object.entries(value);
	return [[], ...entries.flatMap(([key, each]) => placesOf(each).map((path) => [key, ...path]))];
}

function changeAt(value: unknown, [key, ...rest]: Path, change: Break): unknown {
	if (key === undefined) return change(value);
	if (Array.isArray(value)) {
		return value.with(Number(key), changeAt(value[Number(key)], rest, change));
	}
	const object = value as Record<string, unknown>;
	// JSON leaves out what is undefined: the field is missing.
	return { ...object, [key]: changeAt(object[key], rest, change) };
}

/** The text of a request, cut or spoilt where JSON does not expect it. */
export function spoilt(text: string, random: Random): string {
	const at = random.whole(0, text.length);
	return random.pick([
		text.slice(0, at),
		`${text.slice(0, at)}\u0000${text.slice(at)}`,
		`${text.slice(0, at)},${text.slice(at)}`,
		`${text}${text}`,
		`\ufeff${text}`,
		`[${text}]`,
		text.replaceAll('"', "'"),
	]);
}
