/** What a word says beyond the picture. */
export type Guess = 'gender' | 'age' | 'skin';

/** A noun's neutral form. `kind` is what it may be counted together with: two persons, three children. */
export interface NeutralNoun {
  to: string;
  guess: Guess;
  /** The form is plural. */
  plural: boolean;
  kind?: 'person' | 'child';
}

const NOUNS: Record<string, NeutralNoun> = {};
function add(words: string, singular: string, plural: string, guess: Guess, kind?: 'person' | 'child'): void {
  for (const pair of words.split(' ')) {
    const [one, many] = pair.split('/') as [string, string];
    const base = kind ? { guess, kind } : { guess };
    NOUNS[one] = { to: singular, plural: false, ...base };
    NOUNS[many] = { to: plural, plural: true, ...base };
  }
}
add(
  'man/men woman/women lady/ladies guy/guys gentleman/gentlemen dude/dudes gal/gals bloke/blokes chap/chaps',
  'person',
  'people',
  'gender',
  'person',
);
add('adult/adults teenager/teenagers teen/teens', 'person', 'people', 'age', 'person');
add('boy/boys girl/girls', 'child', 'children', 'gender', 'child');
add('toddler/toddlers infant/infants', 'child', 'children', 'age', 'child');
add('mother/mothers father/fathers mom/moms dad/dads mum/mums', 'parent', 'parents', 'gender');
add('grandmother/grandmothers grandfather/grandfathers', 'grandparent', 'grandparents', 'gender');
add('grandma/grandmas grandpa/grandpas', 'grandparent', 'grandparents', 'gender');
add('son/sons daughter/daughters', 'child', 'children', 'gender');
add('brother/brothers sister/sisters', 'sibling', 'siblings', 'gender');
add('husband/husbands wife/wives boyfriend/boyfriends girlfriend/girlfriends', 'partner', 'partners', 'gender');
add('aunt/aunts uncle/uncles', 'relative', 'relatives', 'gender');
add('policeman/policemen policewoman/policewomen', 'police officer', 'police officers', 'gender');
add('fireman/firemen', 'firefighter', 'firefighters', 'gender');
add('fisherman/fishermen', 'angler', 'anglers', 'gender');
add('sportsman/sportsmen sportswoman/sportswomen', 'athlete', 'athletes', 'gender');
add('businessman/businessmen businesswoman/businesswomen', 'business person', 'business people', 'gender');
add('salesman/salesmen saleswoman/saleswomen', 'salesperson', 'salespeople', 'gender');
add('horseman/horsemen horsewoman/horsewomen', 'horse rider', 'horse riders', 'gender');
add('cowboy/cowboys cowgirl/cowgirls', 'rodeo rider', 'rodeo riders', 'gender');
add('waitress/waitresses', 'waiter', 'waiters', 'gender');
add('actress/actresses', 'actor', 'actors', 'gender');
add('ballerina/ballerinas', 'ballet dancer', 'ballet dancers', 'gender');
add('bride/brides groom/grooms', 'person in wedding clothes', 'people in wedding clothes', 'gender');

/** Nouns that guess gender or age, lower case, and their neutral forms. */
export const NEUTRAL_NOUNS: Readonly<Record<string, NeutralNoun>> = NOUNS;

/** `baby` is a guess of age before none but these nouns, where it names an animal or a thing. */
export const BABY_COMPOUNDS: ReadonlySet<string> = new Set(
  'animal bird calf carriage carrier chick cow deer duck elephant goat horse pool seal sheep stroller swing'.split(' '),
);

/** Words for people that are neutral already; adjectives before them are judged all the same. */
export const NEUTRAL_PEOPLE: ReadonlySet<string> = new Set(
  (
    'person people child children kid kids couple couples baby babies player players athlete athletes cyclist ' +
    'cyclists gymnast gymnasts rider riders skier skiers surfer surfers swimmer swimmers climber climbers runner ' +
    'runners hiker hikers skater skaters skateboarder skateboarders snowboarder snowboarders biker bikers dancer ' +
    'dancers singer singers musician musicians guitarist guitarists performer performers worker workers soldier ' +
    'soldiers student students teacher teachers boxer boxers wrestler wrestlers jogger joggers diver divers ' +
    'cheerleader cheerleaders tourist tourists pedestrian pedestrians spectator spectators friend friends artist ' +
    'artists officer officers swimmers golfer golfers pitcher pitchers batter batters catcher catchers model models ' +
    'volleyball basketball tennis soccer football baseball softball hockey rugby lacrosse figure'
  ).split(' '),
);

/** Adjectives that guess; dropped where they stand before a word for people. */
export const GUESSING_ADJECTIVES: Readonly<Record<string, Guess>> = {
  ...words('gender', 'male female'),
  ...words('age', 'young younger old older elderly aged middle-aged teenage teenaged little adolescent'),
  ...words(
    'skin',
    'black white brown asian african african-american caucasian hispanic latino latina indian oriental ' +
      'dark-skinned light-skinned fair-skinned brown-skinned',
  ),
};

/** Adjectives that a picture shows; a guessing adjective may stand before them. */
export const PLAIN_ADJECTIVES: ReadonlySet<string> = new Set(
  (
    'blond blonde brunette redheaded red-headed bald bearded shirtless barefoot smiling happy tall short small ' +
    'dark-haired brown-haired blond-haired blonde-haired red-haired curly-haired gray-haired grey-haired ' +
    'tattooed muscular overweight toddler lone single wet dirty'
  ).split(' '),
);

function words(guess: Guess, list: string): Record<string, Guess> {
  return Object.fromEntries(list.split(' ').map((word) => [word, guess]));
}
