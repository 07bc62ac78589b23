# SPDX-License-Identifier: Apache-2.0
"""Forenames that tell whether "she" or "he" can mean a person: plain data, ambiguous ones left out."""

from __future__ import annotations

FEMALE_NAMES = frozenset(
    (
        "abigail ada aisha alexandra alice alison allison amanda amina amy ana andrea angela angie ann anna anne "
        "annie ashley barb barbara beth betty brenda bridget brittany caitlin camille carla carly carol caroline "
        "catherine cathy charlotte chelsea cheryl christine cindy claire claudia courtney crystal cynthia danielle "
        "dawn debbie deborah diana diane donna dorothy eleanor elena elizabeth ellen emily emma erica erin eva "
        "evelyn faith fatima gabriella gail geraldine gina ginny gloria grace greta gwen hannah heather heidi "
        "helen hillary holly hope huma irina isabel ivanka jacqueline jane janet jeanne jennifer jenny jessica "
        "jill joan joanna josephine joyce judith judy julia kamala karen kate katherine kathleen kathryn kathy "
        "katie katy kelly kirsten kristen kristin laura lauren leah lillian lily linda linsey lisa lois loretta "
        "lori louise lucy madeleine marcia margaret margot maria mariam marie marilyn marsha martha mary maureen "
        "megan melania melanie melissa michele michelle mildred miranda molly monica nadia nadine nancy naomi "
        "natalia natalie nellie nicole nikki nina norma olga olivia pam pamela patricia paula peggy penny phyllis "
        "rachel rebecca rebekah renee rhonda rita roberta rosa rosemary roxanne ruby ruth sally samantha sandra "
        "sara sarah sharon sheila shirley simone sofia sophie stella stephanie sue susan suzanne svetlana sylvia "
        "tamara tammy tara theresa tiffany tina ursula valerie vanessa vera vicki victoria virginia vivian wanda "
        "wendy yolanda yvonne zoe"
    ).split()
)
MALE_NAMES = frozenset(
    (
        "aaron abdul abraham adam ahmed al alan albert alec alejandro alexander alfred ali allan allen anders "
        "andre andrew andy angelo angus anthony antonio antony arnold art arthur barack barney barry bart bashar "
        "ben benjamin bernard bernie bert bertrand bill bob bobby boris brad bradley brandon brent brett brian "
        "bruce bryan byron calvin carl carlos cecil chad charles charlie chester chip chris christopher chuck "
        "clarence clark claude clay clayton cliff clinton clyde cody colin conor corey craig curt curtis damon dan "
        "daniel darrell darren dave david dean dennis derek derrick dick dmitry don donald doug douglas duane "
        "duncan dustin dwayne dwight earl ed eddie edgar edward edwin eli elijah eliot elliot elliott emmanuel "
        "eric ernest ernie ethan eugene evan felix fernando floyd francis francisco frank franklin fred frederick "
        "gary gavin gene geoff geoffrey george gerald gerry gilbert glen glenn gordon graham grant greg guy hal "
        "hank hans harold harry harvey hassan hector henry herbert herman howard hugh ian ibrahim igor ira isaac "
        "ivan jack jacob jake jamal james jared jason jay jeff jeffrey jeremy jerome jerry jesus jim jimmy joe "
        "joel joey john johnny jon jonah jonathan jorge jose joseph josh juan julian justin karim karl keane keith "
        "ken kenneth kevin khalid khizr kirk kurt kyle lance larry lawrence leo leon leonard leroy lewis lincoln "
        "lindsey lloyd lou louis luis luke malcolm manuel marc marco marcus mario mark marshall martin marvin "
        "mason matt matthew maurice max melvin michael michel miguel mike miles milton mitch mitchell mohamed "
        "mohammed morris moses muhammad nate nathan neal ned neil nelson nicholas nick nigel nikolai noah norman "
        "oliver omar oscar otto owen pablo patrick paul pedro perry pete peter phil philip phillip pierre rafael "
        "ralph ramon rand randall randy ray raymond reggie reid rex ricardo rich richard rick ricky rob robbie "
        "robert rodney rodrigo roger roland roman ron ronald ross roy ruben rudy russ russell ryan salman sam "
        "samuel saul scott seamus sean sebastian sergei sergey seth shane shaun shawn sheldon sherman simon "
        "spencer stan stanley stefan stephen steve stuart sylvester ted theodore thomas tim tom tommy tony travis "
        "trevor troy tyler vernon vic victor viktor vince vincent vito vladimir wallace walt walter wang warren "
        "wayne wesley wilbur will willard william willie xavier yusuf zach zachary"
    ).split()
)
