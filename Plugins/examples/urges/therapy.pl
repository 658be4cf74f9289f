#!/usr/bin/perl
# An urge log, written from docs/plugins/pipe.md with nothing but what Perl brings.
# Strengths are 0 to 10. Nine and more are told to staff today; three of seven and more in a row
# propose a review.
use strict;
use warnings;
use JSON::PP;

use constant {HIGHEST => 9, HIGH => 7, IN_A_ROW => 3};

open my $questions, '<&=', 3 or die "There is no descriptor 3: the clinic's host starts this.\n";
open my $answers, '>&=', 4 or die "There is no descriptor 4: the clinic's host starts this.\n";
$answers->autoflush(1);

my $json = JSON::PP->new->utf8->canonical;
my $state;    # {high => {client => strong urges in a row}}

sub is_urge {
    my $fact = shift;
    return $fact->{type} eq 'urges.record.added' && $fact->{data}{name} eq 'urge';
}

sub apply {
    my $fact = shift;
    # What was proposed is a fact as well: the count begins again with it.
    delete $state->{high}{$fact->{client}} if $fact->{type} eq 'urges.act.review-proposed';
    return unless is_urge($fact);
    my $count = $state->{high}{$fact->{client}} // 0;
    $state->{high}{$fact->{client}} = $fact->{data}{data}{strength} >= HIGH ? $count + 1 : 0;
}

sub react {
    my $fact = shift;
    return unless is_urge($fact);
    my $client = $fact->{client};
    my @actions;
    push @actions, {
        do => 'alert', client => $client, sign => 'strong-urge', urgency => 'today',
        guidance => 'Talk to the client about today, and who can be there.',
    } if $fact->{data}{data}{strength} >= HIGHEST;
    push @actions, {
        do => 'propose-review', client => $client, why => 'Three strong urges in a row.',
    } if ($state->{high}{$client} // 0) >= IN_A_ROW;
    return @actions;
}

my %replies = (
    hello   => sub { return {protocol => 1} },
    restore => sub { $state = shift->{state} // {high => {}}; return {} },
    apply   => sub { apply($_) for @{shift->{facts}}; return {} },
    state   => sub { return {state => $state} },
    bye     => sub { return {} },
    react   => sub {
        my @facts = @{shift->{facts}};
        for my $index (0 .. $#facts) {
            apply($facts[$index]);
            my @actions = react($facts[$index]);
            return {reacted => $index + 1, actions => \@actions} if @actions;
        }
        return {reacted => scalar @facts, actions => []};
    },
);

while (my $line = <$questions>) {
    my $question = $json->decode($line);
    my $reply = $replies{$question->{ask}} // sub { return {error => 'unknown question'} };
    print {$answers} $json->encode({n => $question->{n}, %{$reply->($question)}}), "\n";
    last if $question->{ask} eq 'bye';
}
