import { readFileSync } from 'node:fs';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json;
}

export interface Resource {
	readonly Type: string;
	readonly Properties?: JsonObject;
	readonly DependsOn?: string | readonly string[];
	readonly DeletionPolicy?: string;
	readonly UpdateReplacePolicy?: string;
}

export interface Template {
	readonly Resources: Readonly<Record<string, Resource>>;
	readonly Parameters: Readonly<Record<string, JsonObject>>;
	readonly Mappings: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
	readonly Conditions: JsonObject;
	readonly Outputs: Readonly<Record<string, JsonObject>>;
}

/** The template as it is deployed, and as local/ runs it. `npm run package` writes it. */
export const TEMPLATE_FILE = '.serverless/cloudformation-template-update-stack.json';

export function readTemplate(): Template {
	return JSON.parse(readFileSync(TEMPLATE_FILE, 'utf8')) as Template;
}

/** Logical ids and resources of one type, in the template's order. */
export function resourcesOf(template: Template, type: string): readonly [string, Resource][] {
	return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What lies at a path such as `VersioningConfiguration.Status`; list items by their index. */
export function at(value: Json | undefined, path: string): Json | undefined {
	let here = value;
	for (const key of path.split('.')) {
		if (typeof here !== 'object' || here === null) return undefined;
		here = (here as JsonObject)[key];
	}
	return here;
}

/** The same for a property of a resource: `VaultBucket.VersioningConfiguration.Status`. */
export function property(template: Template, path: string): Json | undefined {
	const [logicalId = '', ...rest] = path.split('.');
	const properties = template.Resources[logicalId]?.Properties;
	return rest.length === 0 ? properties : at(properties, rest.join('.'));
}

/** A list; what CloudFormation lets one write without its brackets counts as a list of one. */
export function list(value: Json | undefined): readonly Json[] {
	if (value === undefined) return [];
	return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** Strings and intrinsic functions alike as one comparable text. */
export function text(value: Json | undefined): string {
	return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** Every value inside a value, itself first. */
export function* everyValue(value: Json | undefined): Generator<Json> {
	if (value === undefined) return;
	yield value;
	if (typeof value === 'object' && value !== null) {
		for (const child of Object.values(value as JsonObject)) yield* everyValue(child);
	}
}
