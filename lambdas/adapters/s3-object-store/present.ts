/** S3 leaves nothing out that we ask for; the SDK's types do. */
export function present<T>(value: T | undefined, name: string): T {
	if (value === undefined) throw new Error(`S3 answered without ${name}`);
	return value;
}
