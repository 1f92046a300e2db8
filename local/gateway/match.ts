import type { Route } from './routes.ts';

export interface Match {
	readonly route: Route;
	readonly pathParameters: Readonly<Record<string, string>>;
}

/** The most specific route for a request: exact, then `{parameter}`, then `{proxy+}`, then `$default`. */
export function matchRoute(
	routes: readonly Route[],
	method: string,
	path: string,
): Match | undefined {
	const candidates = routes.flatMap((route) => {
		const found = matchOne(route, method, path);
		return found ? [found] : [];
	});
	const [best] = candidates.toSorted((left, right) => left.rank - right.rank);
	return best;
}

function matchOne(
	route: Route,
	method: string,
	path: string,
): (Match & { readonly rank: number }) | undefined {
	if (route.routeKey === '$default') return { route, pathParameters: {}, rank: Infinity };
	const [routeMethod, template = ''] = route.routeKey.split(' ');
	if (routeMethod !== method && routeMethod !== 'ANY') return undefined;
	const pathParameters = matchPath(template, path);
	if (!pathParameters) return undefined;
	const greedy = template.includes('+}') ? 1000 : 0;
	const parameters = template.split('{').length - 1;
	return { route, pathParameters, rank: greedy + parameters * 2 + (routeMethod === 'ANY' ? 1 : 0) };
}

interface Pattern {
	readonly pattern: RegExp;
	readonly names: readonly string[];
}

/** Each request is held against every route: a pattern is made once. */
const patterns = new Map<string, Pattern>();

function patternOf(template: string): Pattern {
	const known = patterns.get(template);
	if (known !== undefined) return known;
	const names: string[] = [];
	const text = template.replace(
		/\{([^}+]+)(\+?)\}|[^{]+/g,
		(part, name?: string, plus?: string) => {
			if (name === undefined) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
			names.push(name);
			return plus ? '(.+)' : '([^/]+)';
		},
	);
	const made = { pattern: new RegExp(`^${text}$`), names };
	patterns.set(template, made);
	return made;
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
	const { pattern, names } = patternOf(template);
	const found = pattern.exec(path);
	if (!found) return undefined;
	return Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')]));
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
