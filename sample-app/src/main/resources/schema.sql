-- One table per file, and one per result of cleaning. Created anew at each start; the tasks empty what they fill.

create table airport (
    iata  varchar(4) primary key,
    name  varchar(80) not null,
    city  varchar(80) not null,
    state varchar(2) not null
);

create table route (
    origin      varchar(4) not null,
    destination varchar(4) not null,
    flights     integer not null,
    primary key (origin, destination)
);

create table flight (
    departure   timestamp not null,
    delay       integer not null,       -- minutes; negative is early
    origin      varchar(4) not null,
    destination varchar(4) not null
);

create table strike (
    airport    varchar(80) not null,    -- a name, not that of the table airport: see strike_airport
    state      varchar(40) not null,
    struck_on  date not null,
    phase      varchar(40) not null,
    species    varchar(80) not null,
    effect     varchar(20) not null,
    cost       bigint not null,         -- dollars
    damaged    boolean,                 -- set by the task clean-strikes, as is the next
    identified boolean
);

create table strike_airport (
    name    varchar(80) not null,
    state   varchar(40) not null,
    strikes integer not null,
    iata    varchar(4),                 -- null: no airport, or no single one, fits the name
    primary key (name, state)
);

create table traffic (
    iata    varchar(4) primary key,
    flights integer not null            -- departures and arrivals
);
