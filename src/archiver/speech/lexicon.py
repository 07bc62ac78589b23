# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- quotation marks and dashes are the matter of this module
"""The words the rules know: plain data, one table per matter.

Words stand in lower case unless their case carries meaning. `STRENGTH` says how far a cue may reach:
3 attributes at a distance, 2 within its clause, 1 only where it touches the quotation.
"""

from __future__ import annotations

from archiver.speech.languages import words_of


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


VERBS: tuple[tuple[str, int, str], ...] = (
    (
        "say",
        3,
        (
            "add announce answer argue comment conclude continue declare exclaim explain insist joke note observe "
            "quip recall recount remark reply respond say shout state warn yell"
        ),
    ),
    ("tell", 3, "ask tell"),
    ("write", 3, "tweet write"),
    (
        "say",
        2,
        (
            "accuse acknowledge acquiesce admit admonish advise affirm agree allege apologise apologize appeal "
            "applaud assert assure bark beg bellow bemoan berate blast boast brag bristle call caution chant "
            "chide chime chuckle cite claim clarify command commend complain concede condemn confess confirm "
            "congratulate console contend counsel counter criticise criticize deadpan decry defend deflect demand "
            "demur denounce deny deride describe disagree disclose dismiss dispute divulge drawl elaborate emote "
            "emphasise emphasize enthuse equivocate estimate exhort forecast fume giggle growl grumble guarantee "
            "gush hedge highlight hint hiss implore imply inform instruct interject interrupt intone justify "
            "lambast lament lash lecture maintain marvel mention moan mock mumble murmur muse mutter narrate "
            "object opine paraphrase plead pledge ponder praise pray preach predict proclaim prod promise propose "
            "protest quote rage rail rant rationalize rave reaffirm reassure rebuke rebut recite reckon recommend "
            "refute reiterate reject relate repeat report resume retort reveal roar scoff scold scream seethe "
            "sigh slam snap snarl sneer sob specify speculate stress suggest summarise summarize surmise swear "
            "tease testify thank theorize threaten thunder underline underscore urge venture volunteer vow "
            "welcome whisper"
        ),
    ),
    ("tell", 2, "address brief convince enquire inquire interview notify persuade query question quiz remind wonder"),
    (
        "write",
        2,
        "blog caption email headline message pen post publish read retweet scrawl scribble telegraph text type",
    ),
    (
        "call",
        1,
        "blame brand characterise characterize compare deem dub label liken name nickname pronounce refer term",
    ),
    (
        "say",
        1,
        (
            "begin charge close crack cry detail end expand figure finish fire greet hail imagine laud laugh "
            "offer open order press probe pursue reason shoot sing start sum"
        ),
    ),
    (
        "think",
        1,
        (
            "assume believe consider decide doubt expect fear feel find guess hear hold hope judge know learn "
            "realise realize reflect remember see suppose suspect think understand wish worry"
        ),
    ),
    ("write", 1, "issue release title"),
)
"""Class, strength and base forms of the reporting verbs."""

IRREGULAR: dict[str, tuple[str, str, str]] = {
    "begin": ("begins", "began begun", "beginning"),
    "feel": ("feels", "felt", "feeling"),
    "find": ("finds", "found", "finding"),
    "forecast": ("forecasts", "forecast", "forecasting"),
    "hear": ("hears", "heard", "hearing"),
    "hold": ("holds", "held", "holding"),
    "know": ("knows", "knew known", "knowing"),
    "quiz": ("quizzes", "quizzed", "quizzing"),
    "read": ("reads", "read", "reading"),
    "say": ("says", "said", "saying"),
    "see": ("sees", "saw seen", "seeing"),
    "shoot": ("shoots", "shot", "shooting"),
    "sing": ("sings", "sang sung", "singing"),
    "swear": ("swears", "swore sworn", "swearing"),
    "tell": ("tells", "told", "telling"),
    "think": ("thinks", "thought", "thinking"),
    "understand": ("understands", "understood", "understanding"),
    "write": ("writes", "wrote written", "writing"),
}
"""Third person, past forms and participle of the verbs that no rule of spelling gives."""

DOUBLING = words("admit beg blog brag demur dub pen prod quip rebut refer slam snap sob sum")
"""Verbs that double their last letter: admitted, admitting."""

OTHER_LANGUAGES = words_of("cues")
"""Cues of the other languages, so that a quotation in them finds its speaker."""

PHRASAL: dict[str, tuple[str, ...]] = {
    "went": ("on",),
    "goes": ("on",),
    "going": ("on",),
    "shot": ("back",),
    "fired": ("back",),
    "hit": ("back",),
    "pointed": ("out",),
    "points": ("out",),
    "pointing": ("out",),
    "lashed": ("out",),
    "chimed": ("in",),
    "summed": ("up",),
    "put": ("it",),
    "puts": ("it",),
}
"""Cues of two words."""

NOT_FOR_CLAUSES = words(
    "accuse address applaud blast berate brief call chide cite commend condemn congratulate continue "
    "console criticise criticize defend denounce deride describe dismiss headline interview lambast lash "
    "mock praise quote rebuke reject scold slam thank welcome question interrupt pen post publish text "
    "type read resume relate rage rail object tease deflect justify appeal recite title"
)
"""Verbs whose object is no reported clause: they never open indirect speech without a conjunction."""

ADVERBS = words(
    "also later then here there once further recently simply even just still again first now only thus instead too "
    "soon often never always once ever moreover however meanwhile afterwards afterward today yesterday "
    "tonight monday tuesday wednesday thursday friday saturday sunday apparently already"
)
NO_ADVERBS = words("ally family rally bully assembly supply reply anomaly monopoly tally folly belly jelly fly")
"""Words in -ly that are none."""
HAVE = words("has have had having a")
BE = words("is are was were be been being")
MODALS = words("to would will did do does could can should might may must shall didn’t don’t")
NEGATIONS = words(
    "not never didn’t don’t doesn’t won’t wouldn’t hasn’t haven’t didn't don't doesn't won't wouldn't hasn't"
)

PREPOSITIONS = words(
    "of in on at for from with to by about after before during since until against between among under "
    "over through into onto near amid despite across around inside outside without within upon via per "
    "like as alongside behind beyond following including regarding concerning throughout toward towards"
)
ATTACHING = words("of for at in from with to on by")
"""Prepositions that join a noun to a longer description: the head of the agency."""

CONJUNCTIONS = words(
    "and but or so yet nor while when where as because though although if since that than whether after "
    "before until unless which who whom whose"
)
RELATIVES = words("who which whom whose that where when")
DETERMINERS = words(
    "the a an this that these those his her their its our my your one another some many most several both "
    "each every two three four five six seven eight nine ten no any all other few more"
) | words_of("determiners")
PRONOUNS = words("he she they we i it you who someone one others another everyone nobody") | words_of("subjects")
SUBJECT_PRONOUNS = words("he she they we i it you others another someone everyone nobody one") | words_of("subjects")
OBJECT_PRONOUNS = words("him her them me us you it himself herself themselves")
FEMALE = words("she her herself") | words_of("female")
MALE = words("he him himself") | words_of("male")

PARTICLES = words("de la le du van von der den al el bin ibn da dos di del della ben abu ter y")
SUFFIXES = words("jr. sr. jr sr ii iii iv")

TITLES = words(
    "mr. mrs. ms. dr. prof. sen. rep. gov. gen. col. capt. lt. sgt. maj. adm. st. hon. rev. sens. reps. "
    "govs. mr mrs ms dr prof sir dame lord lady senator senators representative congressman congresswoman "
    "governor president president-elect vice premier chancellor minister ministers prime foreign defense "
    "defence finance secretary state deputy chief chairman chairwoman chair spokesman spokeswoman "
    "spokesperson general colonel captain lieutenant sergeant judge justice ambassador king queen prince "
    "princess pope former ex acting attorney officer commissioner sheriff mayor mp professor doctor "
    "reverend father sister rabbi imam sheikh candidate nominee director manager adviser advisor "
    "strategist editor reporter correspondent host analyst leader speaker majority minority whip democrat "
    "republican democratic executive interior first lady house white senate campaign press communications "
    "national security treasury head envoy diplomat top author columnist pollster economist lawyer "
    "consultant aide coach u.s. us"
)
"""Words that stand before a name without belonging to it."""

ROLES = words(
    "president premier chancellor minister ministers secretary chief chairman chairwoman chair spokesman "
    "spokeswoman spokesperson spokesmen spokespeople general colonel captain judge justice ambassador "
    "king queen prince pope attorney officer officials official commissioner sheriff mayor professor "
    "doctor candidate candidates nominee director manager adviser advisor advisers strategist editor "
    "editors reporter reporters correspondent host analyst analysts leader leaders speaker whip lawmaker "
    "lawmakers senator senators governor governors congressman congresswoman envoy diplomat diplomats "
    "author columnist pollster economist economists lawyer lawyers consultant aide aides coach critic "
    "critics supporter supporters expert experts activist activists source sources witness witnesses "
    "teacher student students businessman billionaire mogul politician scientist researcher researchers "
    "journalist man woman father mother son daughter wife husband brother sister boy girl people voters "
    "voter residents resident pilot driver farmer owner founder member members negotiator delegate "
    "delegates representative representatives head democrat democrats republican republicans conservative "
    "conservatives liberals anchor moderator report statement article paper letter newspaper campaign "
    "administration government ministry agency department company group party committee court police "
    "authorities organization organisation office commission team campaigner dean nurse clerk baker "
    "gardener keeper librarian engineer tycoon mogul frontrunner front-runner contender hopeful prosecutor "
    "prosecutors investigator investigators veteran veterans neighbor neighbour neighbors neighbours ally allies "
    "donor donors surrogate surrogates backer backers organizer organizers organiser organisers insider insiders "
    "operative operatives lobbyist lobbyists historian historians psychologist sociologist surgeon neurosurgeon "
    "pastor bishop archbishop commander treasurer councilman councilwoman commentator commentators blogger owner "
    "mp mep widow protester protesters delegate sponsor volunteer volunteers"
)
"""Head nouns of descriptions: who or what can speak."""

ORGANISATIONS = words(
    "campaign administration government ministry agency department company group party committee court "
    "organization organisation office commission pentagon kremlin congress senate house council union "
    "bank university institute association foundation center centre times post journal news press agency "
    "network police nato un eu cnn fbi cia"
)
PASTS = words("went came gave sent spoke led left fell ran sat stood turned returned listened talked looked moved")
"""Past forms that are no nouns: what follows them with a preposition is no part of their subject."""
BODIES = words("company organization organisation firm group agency institute association")
"""What a record's only organisation may be called."""
GROUPS = words(
    "leaders officials ministers lawmakers senators governors advisers aides critics supporters experts "
    "activists sources witnesses students voters residents members delegates representatives democrats "
    "republicans conservatives liberals reporters editors lawyers diplomats economists analysts "
    "researchers people authorities spokesmen spokespeople journalists others candidates prosecutors investigators "
    "veterans neighbors neighbours allies donors surrogates backers organizers organisers insiders operatives "
    "lobbyists historians commentators protesters volunteers observers pundits skeptics sceptics opponents proponents "
    "advocates campaigners detractors onlookers bystanders"
)
FEMALE_ROLES = words(
    "spokeswoman chairwoman congresswoman queen princess mother daughter wife sister woman girl mrs. ms. "
    "mrs ms lady dame actress"
)
MALE_ROLES = words(
    "spokesman chairman congressman king prince pope father son husband brother man boy mr. mr sir lord businessman"
)

_PLACES = (
    "russian/russia american/us u.s./us sudanese/sudan chinese/china german/germany french/france "
    "british/britain pakistani/pakistan ukrainian/ukraine iranian/iran iraqi/iraq israeli/israel "
    "syrian/syria turkish/turkey japanese/japan indian/india italian/italy spanish/spain polish/poland "
    "greek/greece swedish/sweden norwegian/norway finnish/finland danish/denmark dutch/netherlands "
    "belgian/belgium swiss/switzerland austrian/austria hungarian/hungary czech/czechia serbian/serbia "
    "egyptian/egypt saudi/saudi mexican/mexico canadian/canada brazilian/brazil cuban/cuba "
    "afghan/afghanistan kazakh/kazakhstan uzbek/uzbekistan tajik/tajikistan kyrgyz/kyrgyzstan "
    "belarusian/belarus georgian/georgia armenian/armenia korean/korea ethiopian/ethiopia kenyan/kenya "
    "nigerian/nigeria european/europe libyan/libya qatari/qatar irish/ireland"
)
PLACES: dict[str, str] = {pair.partition("/")[0]: pair.partition("/")[2] for pair in _PLACES.split()}
"""Adjective of a nationality and the place it stands for."""

SHORT_TITLES = {
    "gov": "governor",
    "sen": "senator",
    "rep": "representative",
    "gen": "general",
    "col": "colonel",
    "capt": "captain",
    "lt": "lieutenant",
    "prof": "professor",
}
"""Titles as they are shortened before names."""

SYNONYMS: tuple[tuple[str, str], ...] = (
    ("top diplomat", "foreign minister"),
    ("secretary of state", "foreign minister"),
    ("spokeswoman", "spokesperson"),
    ("spokesman", "spokesperson"),
    ("head of state", "president"),
    ("prime minister", "premier"),
)

ABBREVIATIONS = words(
    "mr. mrs. ms. dr. prof. sen. rep. gov. gen. col. capt. lt. sgt. maj. adm. st. hon. rev. sens. reps. "
    "govs. jr. sr. inc. corp. ltd. co. vs. etc. jan. feb. aug. sept. oct. nov. dec. no. fla. tex. calif. "
    "mass. conn. ariz. colo. ill. ind. kan. mich. minn. miss. mo. neb. nev. okla. ore. pa. tenn. va. vt. "
    "wash. wis. wyo. ala. ark. del. ga. ky. la. md. mont. a.m. p.m. d.c. u.s. u.n. e.g. i.e. ph.d."
)
CANNOT_END = words(
    "mr. mrs. ms. dr. prof. sen. rep. gov. gen. col. capt. lt. sgt. maj. adm. st. hon. rev. sens. reps. "
    "govs. vs. e.g. i.e. no."
)
"""Abbreviations that never end a sentence, because a name or a number follows."""

ELISIONS = words("em tis twas til cause n bout round cuz tisn twere tween nuff")
TITLE_WORDS = words(
    "show film book movie song novel play album series program programme magazine essay article poem "
    "documentary titled entitled called on episode musical opera column of from reading watching starring "
    "painting sculpture newspaper website game podcast memoir host headlined drama comedy"
)
ARTICLES = words("the a an")
PROGRAMME_WORDS = words("with told tells")
"""Words before the name of a programme in marks: told “Meet the Crew”."""
WORD_WORDS = words(
    "word words term terms phrase phrases name label letters adjective noun verb slogan nickname expression"
)
WRITTEN = words(
    "statement letter tweet email e-mail report memo memoir op-ed post article twitter facebook book blog "
    "editorial filing brief release sign headline text paper newspaper column essay posting"
)
"""Nouns that make the words written ones."""

EPITHETS = words(
    "candidate nominee frontrunner front-runner contender hopeful tycoon mogul billionaire businessman businesswoman "
    "politician lawmaker leader mother father veteran author actor actress star activist engineer lawyer professor "
    "doctor economist strategist analyst scientist researcher journalist teacher student farmer"
)
"""Words that describe somebody already spoken of, where offices such as "the mayor" mean their holder."""
QUESTIONERS = words("journalist reporter questioner correspondent interviewer moderator")
TURN_LABELS = words("q a question answer interviewer reporter journalist")
"""Labels of turns that name nobody."""
ASKING_LABELS = words("q question interviewer reporter journalist")
"""Those of them that ask."""
STATEMENT_NOUNS = words("statement letter tweet email report memo interview speech post words remarks")
LABEL_STOPS = words("note time update rules p.s. url source photo related read watch image caption tags")

NEVER_NOUNS = words(
    "accuse acknowledge admit allege announce argue assert believe complain concede contend declare deny describe "
    "emphasize explain insist maintain mention predict recall say stress suggest tell urge warn write"
)
"""Verbs whose base form is no noun: experts say."""
QUESTIONS = words("what whether if how why who when where which")
"""Words that open a reported question."""
ASKING = words("explain say recall note recount")
"""Verbs besides those of asking that open a reported question."""
TALES = words("story stories tale tales truth lie lies joke jokes")
"""What is told: a relative clause follows and no report."""
OCCASIONS = words(
    "conference rally event interview statement tweet speech post debate op-ed letter editorial email briefing"
)
"""Nouns of the occasion or the text in which something is said."""
ADDRESSING = words("advise assure caution inform promise reassure remind warn")
"""Verbs besides those of telling that take whom they address before the clause."""
OBJECTS = words(
    "accuse acknowledge announce applaud bemoan berate blast call chide cite commend condemn congratulate criticise "
    "criticize decry defend denounce deride describe dismiss lambast lament laud mention mock note praise "
    "propose question rebuke recount reiterate reject reveal ridicule scold slam thank"
)
"""Verbs whose object is what was said: they criticised the plan."""
OBJECT_PREPOSITIONS = {
    "agree": words("with"),
    "call": words("for on"),
    "complain": words("about"),
    "describe": words("as"),
    "joke": words("about"),
    "rail": words("against"),
    "warn": words("about against of"),
}
"""Verbs with the prepositions behind which stands what was said: they called for a vote."""
FINITE_ONLY = words("acknowledge announce denounce mention")
"""Verbs of these tables whose participle is left out: too often nothing is reported."""
INFINITIVES = words("pledge vow")
"""Verbs whose infinitive is what was said: they vowed to stay."""
