/** How sure the text is, in words. */
export type ConfidenceLevel = 'high' | 'medium' | 'low';

/** The sentences of a language: one for each level. */
export type DisclosureMessages = Readonly<Record<ConfidenceLevel, string>>;

const MESSAGES: Readonly<Record<string, DisclosureMessages>> = {
  en: messages('Automatic description', 'very likely right', 'probably right', 'may be wrong'),
  de: messages(
    'Automatische Beschreibung',
    'sehr wahrscheinlich richtig',
    'wahrscheinlich richtig',
    'vielleicht falsch',
  ),
  fr: messages('Description automatique', 'très probablement juste', 'probablement juste', 'peut-être fausse'),
  es: messages('Descripción automática', 'muy probablemente correcta', 'probablemente correcta', 'puede ser errónea'),
  it: messages('Descrizione automatica', 'molto probabilmente giusta', 'probabilmente giusta', 'può essere sbagliata'),
  nl: messages('Automatische beschrijving', 'zeer waarschijnlijk juist', 'waarschijnlijk juist', 'mogelijk onjuist'),
  pt: messages('Descrição automática', 'muito provavelmente correta', 'provavelmente correta', 'pode estar errada'),
};

function messages(what: string, high: string, medium: string, low: string): DisclosureMessages {
  return { high: `${what}, ${high}.`, medium: `${what}, ${medium}.`, low: `${what}, ${low}.` };
}

/**
 * Puts a confidence into words.
 *
 * @param confidence - Calibrated probability, 0 to 1.
 * @returns `high` from 0.85, `medium` from 0.65, else `low`.
 */
export function confidenceLevel(confidence: number): ConfidenceLevel {
  if (confidence >= 0.85) return 'high';
  return confidence >= 0.65 ? 'medium' : 'low';
}

/**
 * The sentence that tells readers that nobody wrote the text, and how far to trust it (ATAG 2.0, B.2.3: automatically
 * generated alternatives are told apart from written ones).
 *
 * @param confidence - Calibrated probability, 0 to 1.
 * @param locale - BCP 47 tag; English where there are no sentences for it. @default 'en'
 * @param own - Sentences of your own, for any language or wording.
 */
export function disclosureFor(confidence: number, locale = 'en', own?: DisclosureMessages): string {
  const language = locale.toLowerCase().split('-')[0]!;
  return (own ?? MESSAGES[language] ?? MESSAGES['en']!)[confidenceLevel(confidence)];
}
