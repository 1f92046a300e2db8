import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { at, isObject, list, text, type Json, type JsonObject, type Template } from './template.ts';

/** What `deploy/` hands to the template for a stage, over the template's own defaults. */
export function parametersOf(template: Template, stage: string): Readonly<Record<string, Json>> {
	const stages = parse(readFileSync('deploy/stages.yml', 'utf8')) as Record<string, JsonObject>;
	const values = { ...stages.default, ...stages[stage] };
	const defaults = Object.entries(template.Parameters).map(([name, parameter]) => {
		const value = parameter.Default ?? '';
		const given = values[`${name.charAt(0).toLowerCase()}${name.slice(1)}`];
		return [name, given ?? value] as const;
	});
	return Object.fromEntries(defaults);
}

/** The template with parameters and conditions decided: for tools that cannot read `Ref` and `Fn::If`. */
export function decided(template: Template, parameters: Readonly<Record<string, Json>>): Template {
	const decide = (value: Json): Json => {
		if (Array.isArray(value)) return (value as readonly Json[]).map(decide);
		if (!isObject(value)) return value;
		const reference = value.Ref;
		if (typeof reference === 'string' && reference in parameters)
			return literal(parameters[reference]);
		if ('Fn::If' in value) {
			const [condition, yes = null, no = null] = list(value['Fn::If']);
			return decide(holds(at(template.Conditions, text(condition))) ? yes : no);
		}
		return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, decide(child)]));
	};
	const holds = (condition: Json | undefined): boolean => {
		const and = at(condition, 'Fn::And');
		if (and !== undefined) return list(and).every(holds);
		const not = at(condition, 'Fn::Not');
		if (not !== undefined) return !holds(list(not)[0]);
		const [left, right] = list(at(condition, 'Fn::Equals')).map(decide);
		return text(left) === text(right);
	};
	return { ...template, Resources: decide(template.Resources as never) as never };
}

/** Parameters are text; a property that wants a number or a boolean gets one. */
function literal(value: Json | undefined): Json {
	if (value === 'true' || value === 'false') return value === 'true';
	return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : (value ?? null);
}
