const typeOf = (value) => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
};
const show = (value) => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** Keywords of JSON Schema that the manifest's schema uses. Each gives a sentence's end, or nothing if all is well. */
const KEYWORDS = {
  type: (value, type) =>
    typeOf(value) === type || (type === 'number' && typeOf(value) === 'integer')
      ? null
      : `must be ${/^[aio]/.test(type) ? 'an' : 'a'} ${type}, is ${show(value)}`,
  const: (value, wanted) => (value === wanted ? null : `must be ${show(wanted)}, is ${show(value)}`),
  enum: (value, wanted) => (wanted.includes(value) ? null : `must be one of ${show(wanted)}, is ${show(value)}`),
  minimum: (value, limit) => (typeof value !== 'number' || value >= limit ? null : `must be >= ${limit}, is ${value}`),
  maximum: (value, limit) => (typeof value !== 'number' || value <= limit ? null : `must be <= ${limit}, is ${value}`),
  minLength: (value, limit) => (typeof value !== 'string' || value.length >= limit ? null : 'must not be empty'),
  pattern: (value, pattern) =>
    typeof value !== 'string' || new RegExp(pattern, 'u').test(value)
      ? null
      : `must match ${pattern}, is ${show(value)}`,
  minItems: (value, limit) =>
    !Array.isArray(value) || value.length >= limit ? null : `must have at least ${limit} items, has ${value.length}`,
  maxItems: (value, limit) =>
    !Array.isArray(value) || value.length <= limit ? null : `must have at most ${limit} items, has ${value.length}`,
  minProperties: (value, limit) =>
    typeOf(value) !== 'object' || Object.keys(value).length >= limit ? null : `must have at least ${limit} entries`,
  required: (value, names) => {
    if (typeOf(value) !== 'object') return null;
    const missing = names.filter((name) => !(name in value));
    return missing.length === 0 ? null : `lacks ${missing.map(show).join(', ')}`;
  },
};

/**
 * Checks a value against the part of JSON Schema that models/manifest.schema.json is written in.
 *
 * @param {unknown} value
 * @param {object} schema
 * @param {object} root - The whole schema, for `$ref`.
 * @param {string} path - Where the value stands, for the messages.
 * @returns {string[]} A sentence for each thing that is wrong.
 */
export function schemaProblems(value, schema, root = schema, path = 'manifest') {
  if (schema.$ref) {
    const target = schema.$ref.slice(2).split('/');
    return schemaProblems(
      value,
      target.reduce((node, name) => node[name], root),
      root,
      path,
    );
  }
  const problems = Object.entries(KEYWORDS)
    .filter(([keyword]) => keyword in schema)
    .map(([keyword, check]) => check(value, schema[keyword]))
    .filter((problem) => problem !== null)
    .map((problem) => `${path} ${problem}`);
  if (typeOf(value) === 'array' && schema.items) {
    value.forEach((item, index) => problems.push(...schemaProblems(item, schema.items, root, `${path}[${index}]`)));
  }
  if (typeOf(value) !== 'object') return problems;
  for (const [name, child] of Object.entries(value)) {
    const known = schema.properties?.[name] ?? schema.additionalProperties;
    if (known === false) problems.push(`${path} has ${show(name)}, which no reader knows`);
    else if (known) problems.push(...schemaProblems(child, known, root, `${path}.${name}`));
  }
  return problems;
}
