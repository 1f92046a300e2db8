import { everyValue, isObject, list, text, type Json, type Template } from './template.ts';

/** Logical ids, parameters and pseudo parameters that a value names by Ref, Fn::GetAtt or Fn::Sub. */
export function namesIn(value: Json | undefined): readonly string[] {
	return [...everyValue(value)].filter(isObject).flatMap((object) => {
		const attribute = object['Fn::GetAtt'];
		return [
			...list(object.Ref).map(text),
			...(attribute === undefined ? [] : [text(list(attribute)[0]).split('.')[0] ?? '']),
			...namesInSub(object['Fn::Sub']),
		];
	});
}

function namesInSub(sub: Json | undefined): readonly string[] {
	if (sub === undefined) return [];
	const [pattern, variables] = list(sub);
	const own = isObject(variables) ? Object.keys(variables) : [];
	return [...text(pattern).matchAll(/\$\{([^!}][^}]*)\}/g)]
		.map(([, name = '']) => name)
		.filter((name) => !own.includes(name))
		.map((name) => (name.startsWith('AWS::') ? name : (name.split('.')[0] ?? name)));
}

/** For each resource the resources that have to be there before it. */
export function dependencies(template: Template): ReadonlyMap<string, readonly string[]> {
	return new Map(
		Object.entries(template.Resources).map(([id, resource]) => [
			id,
			[
				...list(resource.DependsOn as Json | undefined).map(text),
				...namesIn(resource.Properties),
			].filter((name) => name in template.Resources),
		]),
	);
}

/** Everything that a resource waits for, and what that waits for in turn. */
export function allBefore(
	id: string,
	graph: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
	const found = new Set<string>();
	const visit = (each: string): void => {
		for (const next of graph.get(each) ?? []) {
			if (found.has(next)) continue;
			found.add(next);
			visit(next);
		}
	};
	visit(id);
	return found;
}

/** The first circle found, as the ids on it; nothing where CloudFormation can find an order. */
export function circle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
	const done = new Set<string>();
	const visit = (id: string, above: readonly string[]): readonly string[] => {
		if (above.includes(id)) return [...above.slice(above.indexOf(id)), id];
		if (done.has(id)) return [];
		for (const next of graph.get(id) ?? []) {
			const found = visit(next, [...above, id]);
			if (found.length > 0) return found;
		}
		done.add(id);
		return [];
	};
	for (const id of graph.keys()) {
		const found = visit(id, []);
		if (found.length > 0) return found;
	}
	return [];
}
