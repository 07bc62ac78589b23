# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- apostrophes are the matter of this module
"""English, the language that the rules were made for."""

from __future__ import annotations

from archiver.speech.languages.language import Language, Saying

ENGLISH = Language(
    code="en",
    signs="the of and to in a that is was for on with he it as at by",
    reports=True,
    marks="“” ‘’",
    verbs=(
        (
            Saying.SAY,
            3,
            (
                "add announce answer argue comment conclude continue declare exclaim explain insist joke note "
                "observe quip recall recount remark reply respond say shout state warn yell"
            ),
        ),
        (Saying.TELL, 3, "ask tell"),
        (Saying.WRITE, 3, "tweet write"),
        (
            Saying.SAY,
            2,
            (
                "accuse acknowledge acquiesce admit admonish advise affirm agree allege apologise apologize appeal "
                "applaud assert assure attest aver avow bark beg bellow bemoan berate blast bluster boast brag "
                "bristle burble cackle cajole call carp caution chant chide chime chirp chuckle cite claim clarify "
                "command commend commiserate complain concede concur condemn confess confide confirm congratulate "
                "conjecture console contend coo counsel counter criticise criticize croak crow deadpan decry defend "
                "deflect demand demur denounce deny deplore deride describe disagree disclose dismiss dispute "
                "divulge drawl drone elaborate elucidate emote emphasise emphasize enthuse enunciate equivocate "
                "estimate exhort exult forecast fret fume giggle gloat gripe groan grouse growl grumble grunt "
                "guarantee gush harrumph hazard hedge highlight hint hiss holler hoot implore imply inform instruct "
                "interject interrupt intimate intone jest justify lambast lambaste lament lash lecture lisp "
                "maintain marvel mention moan mock moralise moralize mumble murmur muse mutter narrate natter "
                "object opine paraphrase plead pledge ponder pontificate posit postulate praise prattle pray preach "
                "predict proclaim prod proffer promise propose protest purr quaver quibble quote rage rail "
                "rant rasp rationalise rationalize rave reaffirm reassert reassure rebuke rebut recap recite reckon "
                "recommend refute reiterate reject rejoin relate remonstrate repeat report reprimand reprove resume "
                "retort reveal rhapsodize riff roar scoff scold scream seethe shriek sigh simper slam snap snarl "
                "sneer snicker snort sob specify speculate splutter spout sputter squeal stammer stipulate stress "
                "stutter suggest summarise summarize surmise swear taunt tease testify thank theorise theorize "
                "threaten thunder tut underline underscore urge utter venture volunteer vow wail welcome wheeze "
                "whine whisper whoop wisecrack yelp"
            ),
        ),
        (
            Saying.TELL,
            2,
            "address brief convince enquire inquire interview notify persuade query question quiz remind wonder",
        ),
        (
            Saying.WRITE,
            2,
            "blog caption email headline message pen post publish read retweet scrawl scribble telegraph text type",
        ),
        (
            Saying.CALL,
            1,
            "blame brand characterise characterize compare deem dub label liken name nickname pronounce refer term",
        ),
        (
            Saying.SAY,
            1,
            (
                "beam begin charge close correct crack cry detail end expand figure finish fire greet grin hail "
                "imagine laud laugh nod offer open order parry press probe prompt pursue reason scowl shoot shrug "
                "sing smile smirk sniff spit start sum vent wink"
            ),
        ),
        (
            Saying.THINK,
            1,
            (
                "assume believe consider decide doubt expect fear feel find guess hear hold hope judge know learn "
                "realise realize reflect remember see suppose suspect think understand wish worry"
            ),
        ),
        (Saying.WRITE, 1, "issue release title"),
    ),
    irregular=(
        "begin/begins/began,begun/beginning feel/feels/felt/feeling find/finds/found/finding "
        "forecast/forecasts/forecast/forecasting hear/hears/heard/hearing hold/holds/held/holding "
        "know/knows/knew,known/knowing quiz/quizzes/quizzed/quizzing read/reads/read/reading say/says/said/saying "
        "see/sees/saw,seen/seeing shoot/shoots/shot/shooting sing/sings/sang,sung/singing "
        "swear/swears/swore,sworn/swearing tell/tells/told/telling think/thinks/thought/thinking "
        "understand/understands/understood/understanding write/writes/wrote,written/writing"
    ),
    endings=(
        ("ay ey oy uy", 0, "s", "ed", "ing"),
        ("y", 1, "ies", "ied", "ying"),
        ("ee", 0, "s", "d", "ing"),
        ("e", 1, "es", "ed", "ing"),
        ("s x z ch sh", 0, "es", "ed", "ing"),
        ("", 0, "s", "ed", "ing"),
    ),
    doubling="admit aver beg blog brag demur dub pen prod quip rebut recap refer slam snap sob spit sum tut",
    phrasal=(
        "went/on goes/on going/on shot/back fired/back hit/back pointed/out points/out pointing/out lashed/out "
        "chimed/in summed/up put/it puts/it"
    ),
    phrases=("according to", "in the words of"),
    adverb_endings="ly",
    past_endings="ed",
    participle_endings="ing",
    plural_endings="s",
    no_plural_endings="ss us is ’s 's",
    possessive_endings="’s 's s’ s'",
    negative_endings="n’t n't",
    would="d",
    will="ll",
    being="m s re",
    grammar=(
        "and/and but/but or/or so/so that/that who/who which/which what/what if/if unless/unless when/when while/while "
        "as/as of/of to/to by/by in/in on/on at/at with/with for/for from/from about/about during/during there/there "
        "the/the it/it one/one no/no any/any another/another self/i asked/asked had/had like/like nor/nor only/only "
        "ought/should,must nobody/nobody"
    ),
    places=(
        "russian/russia american/us u.s./us sudanese/sudan chinese/china german/germany french/france british/britain "
        "pakistani/pakistan ukrainian/ukraine iranian/iran iraqi/iraq israeli/israel syrian/syria turkish/turkey "
        "japanese/japan indian/india italian/italy spanish/spain polish/poland greek/greece swedish/sweden "
        "norwegian/norway finnish/finland danish/denmark dutch/netherlands belgian/belgium swiss/switzerland "
        "austrian/austria hungarian/hungary czech/czechia serbian/serbia egyptian/egypt saudi/saudi mexican/mexico "
        "canadian/canada brazilian/brazil cuban/cuba afghan/afghanistan kazakh/kazakhstan uzbek/uzbekistan "
        "tajik/tajikistan kyrgyz/kyrgyzstan belarusian/belarus georgian/georgia armenian/armenia korean/korea "
        "ethiopian/ethiopia kenyan/kenya nigerian/nigeria european/europe libyan/libya qatari/qatar irish/ireland"
    ),
    short_titles=(
        "gov/governor sen/senator rep/representative gen/general col/colonel capt/captain lt/lieutenant prof/professor"
    ),
    synonyms=(
        ("top diplomat", "foreign minister"),
        ("secretary of state", "foreign minister"),
        ("spokeswoman", "spokesperson"),
        ("spokesman", "spokesperson"),
        ("head of state", "president"),
        ("prime minister", "premier"),
    ),
    determiners=(
        "the a an this that these those his her their its our my your one another some many most several both each "
        "every two three four five six seven eight nine ten no any all other few more"
    ),
    articles="the a an",
    indefinite="a an one some another",
    possessives="my our your his her their its",
    numbers="two three four five six seven eight nine ten other few",
    alone="some many most few several both",
    pronouns="he she they we i it you who someone one others another everyone nobody",
    subject_pronouns="he she they we i it you others another someone everyone nobody one",
    object_pronouns="him her them me us you it himself herself themselves",
    persons="he she",
    plural_subjects="they we i you who",
    female="she her herself",
    male="he him himself",
    relatives="who which whom whose that where when",
    questions="what whether if how why who when where which",
    content_questions="what whether how why",
    prepositions=(
        "of in on at for from with to by about after before during since until against between among under over "
        "through into onto near amid despite across around inside outside without within upon via per like as "
        "alongside behind beyond following including regarding concerning throughout toward towards"
    ),
    attaching="of for at in from with to on by",
    governing=(
        "in at from by inside outside through near behind beyond across within without upon against between among into "
        "along amid under around on"
    ),
    conjunctions=(
        "and but or so yet nor while when where as because though although if since that than whether after before "
        "until unless which who whom whose"
    ),
    subordinators="while although though when after since if as because even before once whereas",
    conditions="if when because while although since unless whether",
    adverbs=(
        "also later then here there once further recently simply even just still again first now only thus instead too "
        "soon often never always ever moreover however meanwhile afterwards afterward today yesterday tonight monday "
        "tuesday wednesday thursday friday saturday sunday apparently already"
    ),
    no_adverbs="ally family rally bully assembly supply reply anomaly monopoly tally folly belly jelly fly",
    linking="and but so yet then also or",
    openers="and but so yet also still or then plus",
    no_rest="and but or who which whose where when while as after before during in on at to for with because",
    have="has have had having",
    be="is are was were be been being",
    modals="to would will did do does could can should might may must shall didn’t don’t",
    unfinite="to be being been having",
    negations="not never didn’t don’t doesn’t won’t wouldn’t hasn’t haven’t didn't don't doesn't won't wouldn't hasn't",
    unreal="could would should might",
    hypothetical=(
        "would could can might may must should shall will won’t won't wouldn’t wouldn't can’t can't cannot never"
    ),
    supposing="if can should could would let do does did",
    letting="let lets make makes made hear heard help helped",
    making="do does did don’t don't let lets make makes made hear heard hearing help helped",
    many="most many several both these those few two three four five six",
    plenty="some many most",
    nouns_too="may will chief",
    objects_too="what how why where may",
    particles="de la le du van von der den al el bin ibn da dos di del della ben abu ter y",
    suffixes="jr. sr. jr sr ii iii iv",
    titles=(
        "mr. mrs. ms. dr. prof. sen. rep. gov. gen. col. capt. lt. sgt. maj. adm. st. hon. rev. sens. reps. govs. mr "
        "mrs ms dr prof sir dame lord lady senator senators representative congressman congresswoman governor "
        "president president-elect vice premier chancellor minister ministers prime foreign defense defence finance "
        "secretary state deputy chief chairman chairwoman chair spokesman spokeswoman spokesperson general colonel "
        "captain lieutenant sergeant judge justice ambassador king queen prince princess pope former ex acting "
        "attorney officer commissioner sheriff mayor mp professor doctor reverend father sister rabbi imam sheikh "
        "candidate nominee director manager adviser advisor strategist editor reporter correspondent host analyst "
        "leader speaker majority minority whip democrat republican democratic executive interior first house white "
        "senate campaign press communications national security treasury head envoy diplomat top author columnist "
        "pollster economist lawyer consultant aide coach u.s. us"
    ),
    roles=(
        "president premier chancellor minister ministers secretary chief chairman chairwoman chair spokesman "
        "spokeswoman spokesperson spokesmen spokespeople general colonel captain judge justice ambassador king queen "
        "prince pope attorney officer officials official commissioner sheriff mayor professor doctor candidate "
        "candidates nominee director manager adviser advisor advisers strategist editor editors reporter reporters "
        "correspondent host analyst analysts leader leaders speaker whip lawmaker lawmakers senator senators governor "
        "governors congressman congresswoman envoy diplomat diplomats author columnist pollster economist economists "
        "lawyer lawyers consultant aide aides coach critic critics supporter supporters expert experts activist "
        "activists source sources witness witnesses teacher student students businessman billionaire mogul politician "
        "scientist researcher researchers journalist man woman father mother son daughter wife husband brother sister "
        "boy girl people voters voter residents resident pilot driver farmer owner founder member members negotiator "
        "delegate delegates representative representatives head democrat democrats republican republicans "
        "conservative conservatives liberals anchor moderator report statement article paper letter newspaper "
        "campaign administration government ministry agency department company group party committee court police "
        "authorities organization organisation office commission team campaigner dean nurse clerk baker gardener "
        "keeper librarian engineer tycoon frontrunner front-runner contender hopeful prosecutor prosecutors "
        "investigator investigators veteran veterans neighbor neighbour neighbors neighbours ally allies donor donors "
        "surrogate surrogates backer backers organizer organizers organiser organisers insider insiders operative "
        "operatives lobbyist lobbyists historian historians psychologist sociologist surgeon neurosurgeon pastor "
        "bishop archbishop commander treasurer councilman councilwoman commentator commentators blogger mp mep widow "
        "protester protesters sponsor volunteer volunteers accountant actor actress administrator agent "
        "anthropologist archaeologist architect artist astronaut astronomer athlete attendee auctioneer banker barber "
        "barrister bartender biologist bishops broker builder butcher carpenter chairperson chaplain chef chemist "
        "clergyman climatologist columnists comedian composer constable contractor councillor councillors counsellor "
        "counselor curator dentist designer detective detectives developer dispatcher ecologist educator electrician "
        "employee employees entrepreneur epidemiologist executives firefighter firefighters fisherman fishermen "
        "forecaster forecasters forester geologist guard guards inspector instructor inventor investor investors "
        "janitor jeweller landlord lecturer locksmith magistrate mechanic medic meteorologist miner miners missionary "
        "musician novelist nun nutritionist oceanographer ombudsman painter paramedic paramedics parent parents "
        "parishioner philosopher photographer physician physicist playwright plumber poet policeman policewoman "
        "postman priest producer psychiatrist publisher ranger realtor recruiter rector referee registrar retailer "
        "retailers sailor seismologist servant shopkeeper singer skipper solicitor statistician steward striker "
        "superintendent supervisor tailor taxpayer technician tenant tenants therapist tourist tourists trader "
        "traders translator trucker trustee tutor undersecretary veterinarian vicar villager villagers violinist "
        "virologist waiter waitress warden welder worker workers writer writers"
    ),
    organisations=(
        "campaign administration government ministry agency department company group party committee court "
        "organization organisation office commission pentagon kremlin congress senate house council union bank "
        "university institute association foundation center centre times post journal news press network police nato "
        "un eu cnn fbi cia"
    ),
    bodies="company organization organisation firm group agency institute association",
    groups=(
        "leaders officials ministers lawmakers senators governors advisers aides critics supporters experts activists "
        "sources witnesses students voters residents members delegates representatives democrats republicans "
        "conservatives liberals reporters editors lawyers diplomats economists analysts researchers people "
        "authorities spokesmen spokespeople journalists others candidates prosecutors investigators veterans "
        "neighbors neighbours allies donors surrogates backers organizers organisers insiders operatives lobbyists "
        "historians commentators protesters volunteers observers pundits skeptics sceptics opponents proponents "
        "advocates campaigners detractors onlookers bystanders bankers bishops builders columnists councillors "
        "detectives doctors employees engineers executives farmers firefighters fishermen forecasters guards "
        "investors miners nurses paramedics parents retailers scientists teachers tenants tourists traders villagers "
        "workers writers"
    ),
    female_roles=(
        "spokeswoman chairwoman congresswoman queen princess mother daughter wife sister woman girl mrs. ms. mrs ms "
        "lady dame actress"
    ),
    male_roles=(
        "spokesman chairman congressman king prince pope father son husband brother man boy mr. mr sir lord businessman"
    ),
    not_one="people critic expert",
    epithets=(
        "candidate nominee frontrunner front-runner contender hopeful tycoon mogul billionaire businessman "
        "businesswoman politician lawmaker leader mother father veteran author actor actress star activist engineer "
        "lawyer professor doctor economist strategist analyst scientist researcher journalist teacher student farmer"
    ),
    questioners="journalist reporter questioner correspondent interviewer moderator",
    turn_labels="q a question answer interviewer reporter journalist",
    asking_labels="q question interviewer reporter journalist",
    label_stops="note time update rules p.s. url source photo related read watch image caption tags",
    role_skips="and former then",
    abbreviations=(
        "mr. mrs. ms. dr. prof. sen. rep. gov. gen. col. capt. lt. sgt. maj. adm. st. hon. rev. sens. reps. govs. jr. "
        "sr. inc. corp. ltd. co. vs. etc. jan. feb. aug. sept. oct. nov. dec. no. fla. tex. calif. mass. conn. ariz. "
        "colo. ill. ind. kan. mich. minn. miss. mo. neb. nev. okla. ore. pa. tenn. va. vt. wash. wis. wyo. ala. ark. "
        "del. ga. ky. la. md. mont. a.m. p.m. d.c. u.s. u.n. e.g. i.e. ph.d."
    ),
    cannot_end=(
        "mr. mrs. ms. dr. prof. sen. rep. gov. gen. col. capt. lt. sgt. maj. adm. st. hon. rev. sens. reps. govs. vs. "
        "e.g. i.e. no."
    ),
    starters="the he she it they we i in on but and a an this that there for at as while when",
    elisions="em tis twas til cause n bout round cuz tisn twere tween nuff",
    times=(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december jan. feb. aug. sept. oct. nov. dec. morning night week day month year "
        "afternoon evening today yesterday tonight time hours days weeks months years minutes"
    ),
    days="monday tuesday wednesday thursday friday saturday sunday",
    before_time="on last earlier late early this in",
    time_leads="on last this in",
    time_openers="this last earlier late",
    time_prepositions="on at in during",
    in_times=(
        "the this that last next same late early a an one two three four five six seven eight nine ten few several "
        "more less than"
    ),
    ago="ago",
    occasions=(
        "conference rally event interview statement tweet speech post debate op-ed letter editorial email briefing"
    ),
    statement_nouns="statement letter tweet email report memo interview speech post words remarks",
    written=(
        "statement letter tweet email e-mail report memo memoir op-ed post article twitter facebook book blog "
        "editorial filing brief release sign headline text paper newspaper column essay posting"
    ),
    tales="story stories tale tales truth lie lies joke jokes",
    title_words=(
        "show film book movie song novel play album series program programme magazine essay article poem documentary "
        "titled entitled called on episode musical opera column of from reading watching starring painting sculpture "
        "newspaper website game podcast memoir host headlined drama comedy"
    ),
    titled="titled entitled called headlined named dubbed",
    programme_words="with told tells",
    word_words="word words term terms phrase phrases name label letters adjective noun verb slogan nickname expression",
    papers="time",
    magazine="magazine",
    opinions="words opinion view",
    pasts="went came gave sent spoke led left fell ran sat stood turned returned listened talked looked moved",
    main_pasts="went came took made left got gave won lost ran became began fell rose",
    denials="declined refused did didn’t didn't has stopped",
    denying="denied denies denying",
    quoted="quoted",
    saying="saying telling writing declaring",
    said_in_base="say",
    told="told asked",
    side="with as while even who which whose the a an this",
    aside="while despite although as which who a an",
    breaking=(
        "but so yet nor while when where as because though although if since that than whether after before until "
        "unless which who whom whose"
    ),
    run_openers="more less only nearly about almost half at fellow former current top senior",
    clause_starts="that whether if what how why he she they it we",
    not_a_clause="no little to so goodbye hello yes nothing something",
    before_participle="and by in after while before when without of from",
    generic="a an some many any another every most few other",
    no_one="no nobody none neither nor not whoever anyone anybody somebody if",
    never_speaks="rather there here whatever that let just",
    opening="then so and but now well yeah yes first later today yesterday suddenly finally",
    going_on="keep keeps kept am",
    like_adverbs="all just",
    our="my our",
    lasting="since long",
    not_participles="king beijing",
    never_nouns=(
        "accuse acknowledge admit allege announce argue assert believe complain concede contend declare deny describe "
        "emphasize explain insist maintain mention predict recall say stress suggest tell urge warn write"
    ),
    bare=(
        "say add tell argue insist claim announce warn explain acknowledge concede admit suggest declare state "
        "maintain contend assert predict joke complain tweet write note stress promise vow confirm allege estimate"
    ),
    plain="say tell",
    asking="explain say recall note recount",
    asking_back="ask demand wonder inquire enquire shout exclaim cry",
    addressing="advise assure caution inform promise reassure remind warn",
    objects=(
        "accuse acknowledge announce applaud bemoan berate blast call chide cite commend condemn congratulate "
        "criticise criticize decry defend denounce deride describe dismiss lambast lament laud mention mock note "
        "praise propose question rebuke recount reiterate reject reveal ridicule scold slam thank"
    ),
    finite_only="acknowledge announce denounce mention",
    infinitives="pledge vow",
    not_for_clauses=(
        "accuse address applaud blast berate brief call chide cite commend condemn congratulate continue console "
        "criticise criticize defend denounce deride describe dismiss headline interview lambast lash mock praise quote "
        "rebuke reject scold slam thank welcome question interrupt pen post publish text type read resume relate rage "
        "rail object tease deflect justify appeal recite title"
    ),
    quoting="quote cite",
    naming="call",
    stating="state",
    reading="read",
    object_prepositions=(
        "agree/with call/for,on complain/about describe/as joke/about rail/against warn/about,against,of"
    ),
    complements="accuse/of describe/as dismiss/as praise/as call-on/to",
)
