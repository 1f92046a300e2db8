import { isRecord } from '../template/intrinsics.ts';

/** Message attributes by name, as a publisher gives them. */
export type MessageAttributes = Readonly<
	Record<string, { readonly type: string; readonly value: string }>
>;

/**
 * Whether a subscription's filter policy lets a message through: every name of the policy must be
 * matched by one of its conditions. Knows the operators on text and `exists`; throws on others, so
 * that no filter is believed to work that was never applied.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function passesFilter(policy: unknown, attributes: MessageAttributes): boolean {
	if (!isRecord(policy)) throw new TypeError('FilterPolicy: not an object');
	return Object.entries(policy).every(([name, conditions]) => {
		if (!Array.isArray(conditions)) throw new TypeError(`FilterPolicy: ${name} is not a list`);
		const values = valuesOf(attributes[name]);
		return conditions.some((condition) => meets(condition, values));
	});
}

function valuesOf(
	attribute: MessageAttributes[string] | undefined,
): readonly unknown[] | undefined {
	if (!attribute) return undefined;
	if (attribute.type === 'String.Array') {
		const parsed: unknown = JSON.parse(attribute.value);
		return [parsed].flat();
	}
	return [attribute.type === 'Number' ? Number(attribute.value) : attribute.value];
}

function meets(condition: unknown, values: readonly unknown[] | undefined): boolean {
	if (!isRecord(condition)) return values?.includes(condition) ?? false;
	const [operator = '', operand] = Object.entries(condition)[0] ?? [];
	switch (operator) {
		case 'exists':
			return (values !== undefined) === operand;
		case 'prefix':
			return values?.some((value) => String(value).startsWith(String(operand))) ?? false;
		case 'suffix':
			return values?.some((value) => String(value).endsWith(String(operand))) ?? false;
		case 'anything-but':
			return values?.some((value) => ![operand].flat().includes(value)) ?? false;
		default:
			throw new TypeError(`FilterPolicy: "${operator}" is not known here`);
	}
}
