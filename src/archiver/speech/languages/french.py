# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- French elides with a typographic apostrophe
"""French."""

from __future__ import annotations

from archiver.speech.languages.language import Language

FRENCH = Language(
    code="fr",
    signs="le la les de des du ne et a une est dans pour que qui sur pas au aux cette avec sont",
    speaks_behind_dashes=True,
    speaks_within=True,
    marks="«» “” ‹›",
    cues=(
        "déclaré dit affirmé ajouté expliqué indiqué estimé souligné assuré répondu lancé précisé martelé déclare "
        "affirme ajoute explique indique estime souligne assure répond lance précise rappelle rappelé déclarait "
        "disait expliquait affirmait ajoutait estimait assurait déclara affirma ajouta expliqua répondit précisa "
        "annonce annoncé confié confie raconte raconté reconnaît reconnu dénonce dénoncé insisté insiste conclu "
        "conclut écrit tweeté promis promet prévient prévenu regretté regrette observe observé note noté confirme "
        "confirmé demande demandé réclamé réclame plaide plaidé commente commenté poursuit poursuivi soutient soutenu "
        "juge jugé constate constaté signale signalé résume résumé jure juré proteste protesté crie crié avoue avoué "
        "répète répété rétorque rétorqué réplique répliqué tranche tranché avertit averti témoigne témoigné exclame "
        "insurge indigne inquiète interroge étonne emporte disent expliquent affirment indigné indignée exclamé "
        "exclamée interrogé interrogée inquiété inquiétée étonné étonnée emporté réjoui réjouie félicité félicitée "
        "estiment assurent ajoutent soulignent déclarent désole désolé désolée plaint plaignait dément démenti "
        "reprend repris glisse glissé ironise ironisé rassure rassuré nuance nuancé détaille détaillé analyse analysé "
        "salue salué balaie balayé clame clamé martèle tempère tempéré renchérit renchéri enchaîne enchaîné abonde "
        "tonne tonné soupire soupiré murmure murmuré sourit chuchote chuchoté hurle hurlé demanda écrie écrié écriée "
        "fustige fustigé déplore déploré critique critiqué accuse accusé appelle appelé argumente argumenté avance "
        "avancé complète complété concède concédé considère considéré décrit défend défendu énonce enrage espère "
        "espéré explose félicite garantit garanti ironisait justifie justifié lâche lâché maintient maintenu menace "
        "menacé mentionne mentionné objecte objecté pense pointe pointé prédit préviennent promettent réagit réagi "
        "réaffirme réaffirmé révèle révélé suggère suggéré sermonne souffle soufflé tonnent vante vanté répondent "
        "racontent pensent écrivent lançait répondait racontait"
    ),
    phrases=("selon", "d’ après", "d' après", "pour"),
    participle_endings="ant",
    plural_endings="s x",
    past_endings="é ée és ées",
    adverb_endings="ment",
    elided="l d qu n s j m t c jusqu lorsqu puisqu",
    enclitic="il elle ils elles on je t",
    grammar=(
        "and/et but/mais or/ou so/donc that/que,qu’,qu' who/qui which/lequel,laquelle,qui what/quoi if/si "
        "when/quand,lorsque while/tandis as/comme of/de,du,des,d’,d' to/à,au,aux by/par in/dans,en on/sur at/à,chez "
        "with/avec for/pour from/de about/sur during/pendant the/le,la,les,l’,l' it/il,ce,c’,c' one/on "
        "no/aucun,aucune self/je,j’,j' asked/demandé had/avait,avaient nobody/personne ought/doit,devrait"
    ),
    determiners=(
        "le la les l’ l' un une des du ce cet cette ces son sa ses leur leurs notre nos mon ma mes votre vos "
        "plusieurs deux trois quatre cinq six sept huit neuf dix quelques certains certaines chaque aucun aucune "
        "autre autres"
    ),
    articles="le la les l’ l' l un une des du",
    indefinite="un une",
    possessives="mon ma mes son sa ses leur leurs notre nos votre vos",
    numbers="deux trois quatre cinq six sept huit neuf dix autres",
    alone="plusieurs certains beaucoup",
    pronouns="il elle ils elles on je nous vous tu celui-ci celle-ci ce",
    subject_pronouns="il elle ils elles on je nous vous celui-ci celle-ci",
    object_pronouns="lui leur eux moi nous elle elles se s’ s'",
    persons="il elle",
    plural_subjects="ils elles",
    female="elle celle-ci",
    male="il lui celui-ci",
    relatives="qui que dont où lequel laquelle",
    questions="si comment pourquoi quand où qui quel quelle",
    content_questions="comment pourquoi",
    prepositions=(
        "à de du des d’ d' au aux dans en sur pour par avec sans sous chez contre entre vers depuis pendant avant "
        "après devant derrière malgré selon lors dès jusque parmi envers face"
    ),
    attaching="de du des d’ d' la pour à au aux en",
    conjunctions="et ou mais donc car que qu’ qu' si quand lorsque tandis comme puisque parce afin qui dont",
    subordinators="quand lorsque comme alors tandis si puisque après avant",
    adverbs=(
        "aussi ensuite encore ici hier aujourd’hui également déjà toujours jamais ainsi enfin alors notamment "
        "mercredi lundi mardi jeudi vendredi samedi dimanche cependant toutefois pourtant désormais même puis plus "
        "tôt"
    ),
    reflexives="se s’ s'",
    linking="et mais puis ou donc or",
    have="est sont était étaient a ont avait avaient ayant aurait avoir",
    be="fut sera seront être été serait",
    modals="peut peuvent pourrait doit doivent devrait va vont veut veulent",
    unfinite="avoir être été ayant",
    negations="ne n’ n' pas jamais",
    particles="de du des la le d’ d' van von ben al el",
    titles=(
        "m. mme mlle mm. dr pr me monsieur madame maître docteur professeur président présidente ministre premier "
        "première général colonel capitaine commandant cardinal mgr pape roi reine prince princesse maire député "
        "députée sénateur sénatrice préfet préfète directeur directrice avocat avocate juge commissaire ambassadeur "
        "ambassadrice secrétaire porte-parole chef cheffe conseiller conseillère adjoint adjointe ancien ancienne"
    ),
    roles=(
        "président présidente ministre porte-parole maire député députée sénateur sénatrice préfet préfète directeur "
        "directrice avocat avocate juge procureur procureure commissaire ambassadeur ambassadrice secrétaire chef "
        "cheffe général colonel pape roi reine responsable représentant représentante témoin témoins habitant "
        "habitante habitants police gouvernement ministère parquet syndicat association parti opposition entreprise "
        "groupe agence commission tribunal mairie préfecture organisation expert experte experts professeur "
        "professeure médecin chercheur chercheuse économiste journaliste élu élue élus patron patronne agriculteur "
        "agricultrice pêcheur père mère fils fille homme femme voisin voisine enseignant enseignante étudiant "
        "étudiante syndicaliste diplomate candidat candidate dirigeant dirigeante rapport communiqué lettre autorités "
        "gens capitaine coach entraîneur conseiller conseillère adjoint adjointe pompier pompiers ouvrier ouvrière"
    ),
    organisations=(
        "police gouvernement ministère parquet syndicat association parti entreprise groupe agence commission "
        "tribunal mairie préfecture organisation université banque onu otan ue afp"
    ),
    groups="témoins habitants experts élus autorités gens pompiers",
    female_roles=(
        "mme mlle madame présidente reine mère fille femme directrice députée sénatrice avocate préfète voisine"
    ),
    male_roles="m. monsieur roi pape père fils homme directeur président",
    abbreviations="m. mm. dr. etc. av. bd. n. st. ste.",
    cannot_end="m. mm. dr.",
    starters="le la les il elle ils elles nous on un une et mais en dans à ce cette pour",
    times=(
        "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août "
        "septembre octobre novembre décembre matin soir nuit jour semaine mois an année après-midi hier aujourd’hui "
        "demain heures jours semaines ans années minutes midi"
    ),
    days="lundi mardi mercredi jeudi vendredi samedi dimanche",
    before_time="en le ce cet cette dernier",
    time_prepositions="en à au dans",
    in_times="le la les ce cette même dernier dernière prochain deux trois",
    statement_nouns="communiqué lettre rapport discours entretien interview message tweet",
    written="communiqué lettre rapport tweet message livre facebook twitter tribune blog",
    label_stops="note source photo image voir",
    turn_labels="question réponse journaliste",
    asking_labels="question journaliste",
    questioners="journaliste intervieweur",
    title_words="film livre roman chanson journal magazine article émission série intitulé intitulée titre",
    word_words="mot mots terme termes expression",
    names=(
        "journal film livre roman chanson émission série titre magazine baptisé baptisée nommé nommée surnommé intitulé"
    ),
    calling="de",
)
