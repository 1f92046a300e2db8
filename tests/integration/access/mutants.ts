/** Values no field expects; each field of each request gets each of them in turn. */
const strange: unknown[] = [
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
	'x'.repeat(70_000),
	[],
	[[]],
	[null],
	{},
	{ toString: 'x' },
	['a', 'b'],
	"' OR 1=1 --",
	'%',
	'\u202Egpj.exe',
];

/** Every copy of `value` in which one place holds something strange. */
export function* mutants(value: unknown): Generator {
	yield* strange;
	if (Array.isArray(value)) {
		for (const [index, item] of value.entries())
			for (const mutant of mutants(item)) yield value.with(index, mutant);
	} else if (typeof value === 'object' && value !== null) {
		for (const [key, item] of Object.entries(value)) {
			for (const mutant of mutants(item)) yield { ...value, [key]: mutant };
			yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
		}
	}
}
