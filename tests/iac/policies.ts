import { at, isObject, list, resourcesOf, text, type Json, type Template } from './template.ts';

/** One statement of an identity's policy, with where it stands. */
export interface Statement {
	readonly logicalId: string;
	readonly sid: string;
	readonly effect: string;
	readonly actions: readonly string[];
	readonly resources: readonly Json[];
	readonly raw: Json;
}

/** Every statement that gives a role of ours rights: inline, attached, and managed policies. */
export function identityStatements(template: Template): readonly Statement[] {
	return [
		...resourcesOf(template, 'AWS::IAM::Role').flatMap(([logicalId, { Properties }]) =>
			list(at(Properties, 'Policies')).flatMap((policy) =>
				statementsOf(logicalId, at(policy, 'PolicyDocument')),
			),
		),
		...['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
			resourcesOf(template, type).flatMap(([logicalId, { Properties }]) =>
				statementsOf(logicalId, at(Properties, 'PolicyDocument')),
			),
		),
	];
}

/** The statements of one policy document. */
export function statementsOf(logicalId: string, document: Json | undefined): readonly Statement[] {
	return list(at(document, 'Statement'))
		.filter(isObject)
		.map((raw) => ({
			logicalId,
			sid: text(raw.Sid),
			effect: text(raw.Effect),
			actions: list(raw.Action).map(text),
			resources: list(raw.Resource),
			raw,
		}));
}

/** What a role may do by its own inline policies, as sorted `action resource` lines. */
export function allowedBy(template: Template, role: string): readonly string[] {
	return identityStatements(template)
		.filter(({ logicalId, effect }) => logicalId === role && effect === 'Allow')
		.flatMap(({ actions, resources }) =>
			actions.flatMap((action) => resources.map((resource) => `${action} ${text(resource)}`)),
		)
		.sort();
}
